"""The models ClickMatte knows by name.

Sizes and hashes of Meta's files: the SHA-256 values are those pinned by computational-cell-analytics/micro-sam
(`micro_sam/v2/util.py`, commit 4f6cca85), which downloads from the same addresses; the byte counts are what those
addresses answered as Content-Length. Parameter counts: README of facebookresearch/sam2.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import UsageError

_MIB = 1024 * 1024
_META = "https://dl.fbaipublicfiles.com/segment_anything_2"


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model by name: what its file is called, where it is published and what it should weigh."""

    name: str
    config: str
    """Name of its TOML under configs/sam2, without the ending."""
    file_name: str
    parameters: int
    size_bytes: int
    """0: not fixed (the shipped model, whose file comes with the program)."""
    url: str = ""
    sha256: str = ""
    """Lower-case hex; empty where no source could be cited."""
    hash_source: str = ""
    working_bytes: int = 0
    """Memory for one object at the model's own input size in float32, beside the weights; an estimate."""
    shipped: bool = False
    summary: str = ""
    readout_only: bool = False


_MICRO_SAM = "computational-cell-analytics/micro-sam, micro_sam/v2/util.py at 4f6cca85"


def _meta(name: str, folder: str, parameters: float, size_bytes: int, sha256: str, working_mib: int) -> ModelSpec:
    version = "SAM 2.1" if name.startswith("sam2.1") else "SAM 2"
    return ModelSpec(
        name=name,
        config=name,
        file_name=f"{name}.pt",
        parameters=round(parameters * 1e6),
        size_bytes=size_bytes,
        url=f"{_META}/{folder}/{name}.pt",
        sha256=sha256,
        hash_source=_MICRO_SAM,
        working_bytes=working_mib * _MIB,
        summary=f"Meta's {version} weights, Apache-2.0",
    )


_NEW, _OLD = "092824", "072824"

MODELS: tuple[ModelSpec, ...] = (
    ModelSpec(
        name="nano",
        config="nano",
        file_name="nano.safetensors",
        parameters=0,
        size_bytes=0,
        working_bytes=300 * _MIB,
        shipped=True,
        summary="comes with ClickMatte; made for machines without a GPU",
    ),
    _meta(
        "sam2.1_hiera_tiny",
        _NEW,
        38.9,
        156_008_466,
        "7402e0d864fa82708a20fbd15bc84245c2f26dff0eb43a4b5b93452deb34be69",
        1200,
    ),
    _meta(
        "sam2.1_hiera_small",
        _NEW,
        46,
        184_416_285,
        "6d1aa6f30de5c92224f8172114de081d104bbd23dd9dc5c58996f0cad5dc4d38",
        1200,
    ),
    _meta(
        "sam2.1_hiera_base_plus",
        _NEW,
        80.8,
        323_606_802,
        "a2345aede8715ab1d5d31b4a509fb160c5a4af1970f199d9054ccfb746c004c5",
        1500,
    ),
    _meta(
        "sam2.1_hiera_large",
        _NEW,
        224.4,
        898_083_611,
        "2647878d5dfa5098f2f8649825738a9345572bae2d4350a2468587ece47dd318",
        2200,
    ),
    _meta(
        "sam2_hiera_tiny",
        _OLD,
        38.9,
        155_906_050,
        "65b50056e05bcb13694174f51bb6da89c894b57b75ccdf0ba6352c597c5d1125",
        1200,
    ),
    _meta(
        "sam2_hiera_small",
        _OLD,
        46,
        184_309_650,
        "95949964d4e548409021d47b22712d5f1abf2564cc0c3c765ba599a24ac7dce3",
        1200,
    ),
    _meta(
        "sam2_hiera_base_plus",
        _OLD,
        80.8,
        323_493_298,
        "d0bb7f236400a49669ffdd1be617959a8b1d1065081789d7bbff88eded3a8071",
        1500,
    ),
    _meta(
        "sam2_hiera_large",
        _OLD,
        224.4,
        897_952_466,
        "7442e4e9b732a508f80e141e7c2913437a3610ee0c77381a66658c3a445df87b",
        2200,
    ),
    ModelSpec(
        name="propagation",
        config="nano",
        file_name="nano.safetensors",
        parameters=0,
        size_bytes=0,
        working_bytes=200 * _MIB,
        shipped=True,
        summary="the shipped model's features alone, without its decoder: a baseline for evaluate",
        readout_only=True,
    ),
)


def model_names() -> tuple[str, ...]:
    """All names, in the order they are shown."""
    return tuple(spec.name for spec in MODELS)


def model_spec(name: str) -> ModelSpec:
    """The model called `name`. Raises UsageError."""
    for spec in MODELS:
        if spec.name == name:
            return spec
    raise UsageError(f"There is no model called '{name}'.", f"Known models: {', '.join(model_names())}.")
