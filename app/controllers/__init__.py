"""Turn what a person did into edits and jobs, and answers into what the views show. No widget is made here."""
