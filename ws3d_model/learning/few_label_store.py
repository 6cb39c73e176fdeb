# SPDX-License-Identifier: Apache-2.0
"""FewLabelStore: scans of which some keep some labels, the others none."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from ws3d_model.learning.label_choice import KeptLabels
from ws3d_model.learning.scan import Scan
from ws3d_model.learning.scan_store import ScanStore, Shard

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FewLabelScan:
    """What is known of a scan without its points.

    Args:
        shard: its file.
        kept: what it keeps of its labels.
        counts: int64 (K,), points of every learnt name that keep their label.
        knows_objects: whether the file tells the objects.
        judged: whether labels that it does not keep may be looked at, to judge predictions by.
    """

    shard: Shard
    kept: KeptLabels
    counts: Int64
    knows_objects: bool
    judged: bool = False

    @property
    def truth_left_out(self) -> bool:
        """Whether it keeps none of its labels, or those of some points."""
        return self.judged and (not self.kept.labelled or self.kept.rows is not None)


class FewLabelStore(ScanStore):
    """The scans that batches are drawn from.

    Args:
        scans: labelled and unlabelled ones.
        file_names: the F names of the files' labels.
        table: int32 (F + 1,), of each the label among the names that are spoken of, which the kept
            labels mean; the last one, -1, serves -1.
        learnt: int32 (A + 1,), of each of these the label 0..K-1 that is learnt, -1 for none; the
            last one, -1, serves -1.
        names: the K learnt names.
        labelled: share of scans with labels among those that `choose` gives, where there are both
            kinds.
        kept_bytes: see `ScanStore`.
        rivals: names that are spoken of and have no label.
    """

    def __init__(
        self,
        scans: Sequence[FewLabelScan],
        file_names: tuple[str, ...],
        table: Int32,
        learnt: Int32,
        names: tuple[str, ...],
        labelled: float = 1.0,
        kept_bytes: int = 1 << 30,
        rivals: tuple[str, ...] = (),
    ) -> None:
        super().__init__([scan.shard for scan in scans], file_names, kept_bytes)
        self.scans, self.table, self.learnt = scans, table, learnt
        self.learnt_names, self.rivals = names, rivals
        told = np.array([bool(scan.counts.any()) for scan in scans])
        self._kinds = (np.flatnonzero(told), np.flatnonzero(~told))
        roots = np.sqrt([scan.shard.points for scan in scans])
        self._lines = tuple(np.cumsum(roots[kind]) for kind in self._kinds)
        self._labelled = labelled if told.any() and not told.all() else float(told.any())
        holders = [[n for n, scan in enumerate(scans) if scan.counts[k]] for k in range(len(names))]
        self._told = [(label, found) for label, found in enumerate(holders) if found]

    def scan(self, number: int) -> Scan:
        """The scan with the labels that it keeps; do not change it."""
        whole = super().scan(number)
        kept = self.learnt[self._kept_labels(number)[whole.rows.numpy()]]
        return dataclasses.replace(whole, labels=torch.from_numpy(kept))

    def truth(self, number: int) -> tuple[Int32, Int32]:
        """All labels of a shard's rows, and those that it keeps: int32 (N,) each.

        0..K-1 are learnt names; of the truth, K is another name that is spoken of; -1 none.
        """
        whole, classes = super().scan(number), len(self.learnt_names)
        spoken = self.table[whole.labels.numpy()]
        truth = np.full(self.scans[number].shard.points, -1, np.int32)
        learnt = self.learnt[spoken]
        truth[whole.rows.numpy()] = np.where((spoken >= 0) & (learnt < 0), classes, learnt)
        return truth, self.learnt[self._kept_labels(number)]

    def _kept_labels(self, number: int) -> Int32:
        """Of a shard's rows the names that are spoken of, -1 where no label is kept: int32 (N,)."""
        whole = super().scan(number)
        # Rows of the file that are not finite are not in the scan; what is kept is told by rows.
        rows = whole.rows.numpy()
        labels = np.full(self.scans[number].shard.points, -1, np.int32)
        instances = labels.copy()
        labels[rows] = self.table[whole.labels.numpy()]
        instances[rows] = whole.instances.numpy()
        return self.scans[number].kept.of(labels, instances)

    def choose(self, fraction: float) -> int:
        """A scan with labels for the lower part of 0..1, without any for the upper."""
        share = self._labelled
        upper = int(fraction >= share)
        within = (fraction - share) / (1 - share) if upper else fraction / share
        line = self._lines[upper]
        place = int(np.searchsorted(line, within * line[-1], side="right"))
        return int(self._kinds[upper][min(place, len(line) - 1)])

    def choose_holder(self, class_fraction: float, fraction: float) -> tuple[int, int] | None:
        """See `ScanStore.choose_holder`; labels that were taken away do not count.

        Scans without labels have no part in it: they take the place of draws for no class, so that
        rare classes are met as often as without them.
        """
        if not self._told:
            return None
        label, found = self._told[int(class_fraction * len(self._told))]
        return found[int(fraction * len(found))], label

    @property
    def labelled_points(self) -> int:
        """Points that keep a label."""
        return int(sum(int(scan.counts.sum()) for scan in self.scans))

    @property
    def labelled_scans(self) -> int:
        """Scans that keep any."""
        return len(self._kinds[0])
