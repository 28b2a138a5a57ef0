"""One module per verb. Their own imports are light; what they need to work is imported when they run."""

from engine.cli.verb import Verb
from engine.cli.verbs import info, models

VERBS: tuple[Verb, ...] = (models.VERB, info.VERB)
