# SPDX-License-Identifier: Apache-2.0
"""The network: shapes, repeatability, and shortcuts against the long way."""

import pytest
import torch

from ws3d_model.network import NetworkShape, VisionLanguageNet, voxel_features
from ws3d_model.sparse import Plan, build_plan, voxelize

SMALL = NetworkShape(channels=(8, 16, 16), hidden=16, text_dimension=12)


def scene(points: int) -> tuple[torch.Tensor, Plan]:
    xyz = torch.rand(points, 3, generator=torch.Generator().manual_seed(points)) * 2
    voxels = voxelize(xyz, SMALL.voxel_size)
    features = voxel_features(xyz, None, voxels, SMALL.voxel_size)
    return features, build_plan(voxels.keys, len(SMALL.channels))


@pytest.fixture
def network() -> VisionLanguageNet:
    torch.manual_seed(0)
    return VisionLanguageNet(SMALL).eval()


@pytest.mark.parametrize("points", [0, 1, 2000])
@torch.inference_mode()
def test_every_voxel_gets_a_unit_vector_and_an_offset(
    network: VisionLanguageNet, points: int
) -> None:
    inputs, plan = scene(points)
    features = network.features(inputs, plan)
    vectors = network.language(features)
    offsets, objectness = network.object(features)
    assert vectors.shape == (len(inputs), 12)
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(len(inputs)))
    assert offsets.shape == (len(inputs), 3)
    assert objectness.shape == (len(inputs),)


@torch.inference_mode()
def test_decoder_gives_features_at_every_level(network: VisionLanguageNet) -> None:
    inputs, plan = scene(2000)
    decoded = network.decode(inputs, plan)
    assert [tuple(f.shape) for f in decoded] == [
        (len(level), width) for level, width in zip(plan.levels, SMALL.channels, strict=True)
    ]
    assert torch.equal(network.joined(decoded, plan), network.features(inputs, plan))
    assert network.features(inputs, plan).shape == (len(inputs), network.width)


@torch.inference_mode()
def test_a_network_of_one_level_has_its_own_features_alone() -> None:
    network = VisionLanguageNet(NetworkShape(channels=(8,), hidden=16, text_dimension=12)).eval()
    inputs, plan = scene(2000)
    assert network.features(inputs, plan).shape == (len(inputs), network.width)


@torch.inference_mode()
def test_same_cloud_same_bits(network: VisionLanguageNet) -> None:
    inputs, plan = scene(2000)
    assert torch.equal(network.features(inputs, plan), network.features(inputs, plan))


@torch.inference_mode()
def test_cosines_are_those_of_the_vectors(network: VisionLanguageNet) -> None:
    inputs, plan = scene(2000)
    features = network.features(inputs, plan)
    words = torch.nn.functional.normalize(torch.randn(7, 12), dim=1)
    torch.testing.assert_close(
        network.language.cosines(features, words),
        network.language(features) @ words.t(),
        atol=1e-5,
        rtol=1e-4,
    )


def test_folded_normalisation_is_normalisation_by_running_statistics(
    network: VisionLanguageNet,
) -> None:
    inputs, plan = scene(2000)
    network.train()
    for _ in range(3):  # move the running statistics away from their first values
        network.features(inputs, plan)
    with torch.inference_mode():
        folded = network.eval().features(inputs, plan)
        # The long way: training form of the convolutions, evaluation form of the normalisation.
        network.train()
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm1d):
                module.eval()
        long_way = network.features(inputs, plan)
    torch.testing.assert_close(folded, long_way, atol=1e-4, rtol=1e-4)


def test_default_network_has_one_to_two_million_parameters() -> None:
    network = VisionLanguageNet(NetworkShape())
    assert 1e6 < sum(p.numel() for p in network.parameters()) < 2e6


def test_features_tell_what_is_known() -> None:
    xyz = torch.tensor([[0.01, 0.01, 0.0], [0.03, 0.01, 0.0], [0.01, 0.01, 1.5]])
    rgb = torch.tensor([[1.0, 0.0, 0.5], [0.0, 0.0, 0.5], [1.0, 1.0, 1.0]])
    voxels = voxelize(xyz, 0.05)
    colored = voxel_features(xyz, rgb, voxels, 0.05)
    torch.testing.assert_close(colored[0, :4], torch.tensor([0.0, -1.0, 0.0, 1.0]))
    torch.testing.assert_close(colored[:, 4], torch.tensor([-0.6, 0.4]))
    torch.testing.assert_close(colored[0, 5:8], torch.tensor([-0.1, -0.3, -0.5]))
    assert voxel_features(xyz, None, voxels, 0.05)[:, :4].abs().max() == 0
    told = voxel_features(xyz, rgb, voxels, 0.05, ground=-1.5)
    torch.testing.assert_close(told[:, 4], torch.tensor([0.4, 1.4]))
    assert (colored[:, 9] == 0).all()
    assert (told[:, 9] == 1).all()


@pytest.mark.parametrize(
    ("field", "value"),
    [("channels", ()), ("channels", (8, 100_000)), ("blocks", 0), ("voxel_size", 0.0),
     ("hidden", 1 << 20), ("text_dimension", 0)],
)  # fmt: skip
def test_impossible_shapes_are_refused(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        NetworkShape(**{field: value})  # type: ignore[arg-type]
