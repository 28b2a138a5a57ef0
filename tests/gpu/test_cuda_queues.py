"""The queues of an NVIDIA card: nothing is read before it is there, and nothing makes the thread wait that need not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from engine.sam2.model import ImageFeatures
from engine.tracking.memory_bank import EditorPolicy, MemoryBank, Moment, Recall
from engine.tracking.predictor import FramePredictor
from engine.tracking.transfer import CudaTransfer, onto, transfer_for
from engine.types import FrameIndex
from tests.tiny_models import TINY, tiny_model

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
CARD = torch.device("cuda")


def busy(products: int = 40) -> torch.Tensor:
    """Keep the calling thread's queue at work for some milliseconds."""
    square = torch.ones(4096, 4096, device=CARD)
    for _ in range(products):
        square = square @ square / 4096
    return square


@pytest.fixture
def ways() -> CudaTransfer:
    found = transfer_for(CARD)
    assert isinstance(found, CudaTransfer)
    return found


def test_what_is_computed_aside_is_there_when_it_was_waited_for(ways: CudaTransfer) -> None:
    for number in range(20):
        with ways.aside():
            made = busy() * 0 + number
            arrival = ways.arrival([made])
        del made
        (here,) = arrival.wait()
        assert float((here - number).abs().max()) == 0


def test_memory_of_what_came_is_not_given_away_while_it_is_used(ways: CudaTransfer) -> None:
    with ways.aside():
        arrival = ways.arrival([torch.full((1 << 20,), 7.0, device=CARD)])
    (here,) = arrival.wait()
    delayed = busy()[0, 0] * 0 + here.sum()
    del here, arrival
    with ways.aside():
        for _ in range(8):
            torch.full((1 << 20,), 9.0, device=CARD)
    assert float(delayed) == 7 * (1 << 20)


def test_what_goes_back_waits_for_what_makes_it(ways: CudaTransfer) -> None:
    for number in range(20):
        fetched = ways.fetch([busy() * 0 + number, torch.tensor(float(number), device=CARD)])
        square, single = fetched.wait()
        assert square.device.type == "cpu" and not square.is_pinned()
        assert float((square - number).abs().max()) == 0 and float(single) == number


def test_a_copy_to_the_card_is_whole() -> None:
    for number in range(20):
        wanted = torch.full((3, 512, 512), number, dtype=torch.uint8)
        assert torch.equal(onto(wanted, CARD).cpu(), wanted)


@pytest.fixture
def no_waiting() -> Iterator[None]:
    torch.cuda.synchronize()
    torch.cuda.set_sync_debug_mode("error")
    yield
    torch.cuda.set_sync_debug_mode("default")


def remembering(predictor: FramePredictor, features: ImageFeatures) -> Recall:
    bank = MemoryBank(EditorPolicy(), predictor.reach)
    mask = torch.zeros(1, 1, *TINY.input_size, device=CARD)
    mask[..., 16:48, 16:48] = 1
    bank.remember_prompted(
        FrameIndex(0), predictor.remember(features, predictor.predict_masked(features, mask), True)[0]
    )
    recall = bank.recall(Moment(FrameIndex(1), 1, 10))
    assert recall is not None
    return recall


def test_a_tracked_frame_is_queued_without_waiting(request: pytest.FixtureRequest) -> None:
    """The first time round tables are made and kernels chosen; from then on the thread only queues."""
    predictor = FramePredictor(tiny_model().model.to(CARD))
    with torch.inference_mode():
        features = predictor.encode(torch.randn(1, 3, *TINY.input_size, device=CARD))
        recall = remembering(predictor, features)

        def frame() -> None:
            found = predictor.predict_tracked(features, predictor.attend(features, [recall, recall]))
            predictor.remember(features, found, prompted=False)

        frame()
        request.getfixturevalue("no_waiting")
        frame()
