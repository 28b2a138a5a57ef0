"""What a model's parts cost on paper: floating-point operations counted on tensors without contents.

    python -m engine.bench.flops [MODEL …]      a table for these models, or for the four sizes of SAM 2.1 and nano

Two operations for each multiply-add; only products of matrices and convolutions are counted, as is usual.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable

import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from engine.models.registry import model_spec
from engine.paths import configs_dir
from engine.sam2.config import Sam2Config
from engine.sam2.model import ImageFeatures, MemoryBatch, Sam2
from engine.sam2.prompt_encoder import Prompts

MODELS = ("sam2.1_hiera_tiny", "sam2.1_hiera_small", "sam2.1_hiera_base_plus", "sam2.1_hiera_large", "nano")


def gflops(model_name: str) -> dict[str, float]:
    """10^9 operations a frame at the model's own input size.

    `image_encoder` is paid once a frame; `mask_decoder` (with the prompt encoder) once an object, as are
    `memory_attention` with a full bank – the prompted frame, the last 6 and 16 pointers – and `memory_encoder`, which
    are 0 for models without memory. Raises UsageError for an unknown model.
    """
    spec = model_spec(model_name)
    with open(configs_dir() / "sam2" / f"{spec.config}.toml", "rb") as file:
        return gflops_of(Sam2Config.from_mapping(tomllib.load(file)["model"]))


def gflops_of(config: Sam2Config) -> dict[str, float]:
    """As `gflops`, for a configuration."""
    with torch.device("meta"):
        model = Sam2(config).eval()
    # Attention as plain products: the counter does not know every fused kernel.
    with FakeTensorMode(), torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        _refill(model)
        image = torch.empty(1, 3, *config.input_size)
        features = model.encode_image(image)
        prompts = Prompts.none(1, image.device)
        parts: dict[str, Callable[[], object]] = {
            "image_encoder": lambda: model.encode_image(image),
            "mask_decoder": lambda: model.decode(features, model.encode_prompts(prompts, config.input_size)),
        }
        if config.memory is not None:
            bank = full_bank(config, features)
            mask, presence = torch.empty(1, 1, *features.stride4.shape[-2:]), torch.empty(1, 1)
            parts["memory_attention"] = lambda: model.attend(features, bank)
            parts["memory_encoder"] = lambda: model.encode_memory(features, mask, presence, False)
        counted = {name: _count(part) / 1e9 for name, part in parts.items()}
    return {"memory_attention": 0.0, "memory_encoder": 0.0} | counted


def full_bank(config: Sam2Config, features: ImageFeatures) -> MemoryBatch:
    """All that one object can remember under the published policy."""
    memory = config.memory
    assert memory is not None
    kept, pointers = memory.recent_frames + 1, memory.max_pointers
    height, width = features.stride16.shape[-2:]
    return MemoryBatch(
        torch.empty(1, kept, memory.dim, height, width),
        torch.arange(kept)[None],
        torch.empty(1, pointers, config.d_model),
        torch.arange(pointers)[None],
        pointers - 1,
    )


def published_memory_attention_gflops(config: Sam2Config) -> float:
    """Of the memory attention as the paper's code computes it, from its shapes alone.

    With n queries and m memory tokens of width d, k in the memory: in each layer the self-attention's four
    projections and two products, the cross-attention's (keys and values projected from k to d) and the MLP; once, the
    pointers' times projected from d to k.
    """
    memory = config.memory
    assert memory is not None
    n = (config.input_size[0] // 16) * (config.input_size[1] // 16)
    d, k = config.d_model, memory.dim
    m = (memory.recent_frames + 1) * n + memory.max_pointers * d // k
    self_attention = 4 * n * d * d + 2 * n * n * d
    cross_attention = 2 * n * d * d + 2 * m * k * d + 2 * n * m * d
    mlp = 2 * n * d * memory.mlp_dim
    times = memory.max_pointers * d * k if memory.pointer_times else 0
    return 2 * (memory.layers * (self_attention + cross_attention + mlp) + times) / 1e9


def turned_twins_gflops(config: Sam2Config) -> float:
    """What this engine's memory attention adds to the published count: queries and keys are projected a second time,
    turned by a right angle, so that turning them by their place is a sum and not a shuffle of pairs."""
    memory = config.memory
    assert memory is not None
    n = (config.input_size[0] // 16) * (config.input_size[1] // 16)
    d, k = config.d_model, memory.dim
    m = (memory.recent_frames + 1) * n + memory.max_pointers * d // k
    return 2 * memory.layers * (3 * n * d * d + m * k * d) / 1e9


def _refill(model: nn.Module) -> None:
    """Parameters and buffers of the kind that the mode around this makes."""
    for module in model.modules():
        for name, parameter in list(module.named_parameters(recurse=False)):
            setattr(module, name, nn.Parameter(torch.empty(parameter.shape)))
        for name, buffer in list(module.named_buffers(recurse=False)):
            setattr(module, name, torch.empty(buffer.shape, dtype=buffer.dtype))


def _count(part: Callable[[], object]) -> int:
    with FlopCounterMode(display=False) as counter:
        part()
    return int(counter.get_total_flops())


def main() -> None:
    """See the module's text."""
    names = sys.argv[1:] or MODELS
    print(f"{'GFLOP':26s} {'encoder':>9s} {'attention':>10s} {'decoder':>9s} {'memory':>9s}")
    for name in names:
        found = gflops(name)
        order = ("image_encoder", "memory_attention", "mask_decoder", "memory_encoder")
        print(f"{name:26s} " + " ".join(f"{found[part]:9.1f}" for part in order))


if __name__ == "__main__":
    main()
