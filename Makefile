# Aliases for the two commands of the README.
.PHONY: run test
run:
	python3 installer/bootstrap.py run
test:
	python3 installer/bootstrap.py test
