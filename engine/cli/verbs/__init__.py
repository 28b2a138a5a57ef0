"""One module per verb. Their own imports are light; what they need to work is imported when they run."""

from engine.cli.verb import Verb
from engine.cli.verbs import batch, bench, demo, evaluate, export, export_dataset, info, masks, models, track, train

VERBS: tuple[Verb, ...] = (
    track.VERB,
    masks.VERB,
    export.VERB,
    export_dataset.VERB,
    demo.VERB,
    models.VERB,
    evaluate.VERB,
    bench.VERB,
    batch.VERB,
    train.VERB,
    info.VERB,
)
