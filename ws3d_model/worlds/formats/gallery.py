# SPDX-License-Identifier: Apache-2.0
"""A page of pictures of scenes: one HTML file that holds all of them, and a PNG of each."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ws3d_model.whole_files import write_whole
from ws3d_model.worlds.formats.overview import overview
from ws3d_model.worlds.formats.scene_picture import scene_picture
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.scene import Scene

PAGE = "index.html"
WIDTH = 1100  # pixels of the pictures inside the page; the PNGs are larger
_STYLE = """\
body{background:#12151b;color:#eceff4;font:16px/1.5 system-ui,sans-serif;margin:2rem}
h1,h2{font-weight:600}figure{margin:0 0 2.5rem}img{max-width:100%;border-radius:6px}
figcaption{color:#8c94a0}nav a{color:#7fb4e6;margin-right:1rem}"""


@dataclass(frozen=True)
class GalleryWriter:
    """Writes one picture a scene and the page of them all below a folder."""

    folder: Path

    def done(self, request: SceneRequest) -> bool:
        """Whether the scene's picture exists."""
        return self._path(request).exists()

    def files(self, request: SceneRequest) -> list[Path]:
        """The scene's picture."""
        return [self._path(request)]

    def write(self, request: SceneRequest, scene: Scene) -> None:
        """Draw the scene."""
        seen, photograph = overview(scene, request.seed)
        width, depth, height = (scene.high - scene.low).tolist()
        subtitle = (
            f"seed {request.seed}, {request.families.replace('_', ' ')} families, {width:.1f} x "
            f"{depth:.1f} x {height:.1f} m, {len(scene.objects)} objects, {len(seen):,} points"
        )
        stream = io.BytesIO()
        scene_picture(seen, scene.kind.capitalize(), subtitle, photograph).save(stream, "png")
        write_whole(self._path(request), stream.getvalue())

    def finish(self, requests: Sequence[SceneRequest]) -> None:
        """Write the page of every picture that the folder holds."""
        write_whole(self.folder / PAGE, gallery_page(sorted(self.folder.glob("*.png"))))

    def _path(self, request: SceneRequest) -> Path:
        kind = (request.kind or "any kind").replace(" ", "-").replace("/", "-")
        return self.folder / f"{kind}_{request.stem}.png"


def gallery_page(pictures: Sequence[Path]) -> str:
    """One page with the pictures inside it, grouped by what their names begin with."""
    kinds: dict[str, list[Path]] = {}
    for path in pictures:
        kinds.setdefault(path.name.split("_")[0], []).append(path)
    links = "".join(f'<a href="#{html.escape(kind)}">{_title(kind)}</a>' for kind in kinds)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>Procedural scenes</title><style>{_STYLE}</style></head><body>",
        f"<h1>Procedural scenes</h1><nav>{links}</nav>",
    ]
    for kind, paths in kinds.items():
        parts.append(f'<h2 id="{html.escape(kind)}">{_title(kind)}</h2>')
        parts += [_figure(path) for path in paths]
    return "\n".join([*parts, "</body></html>\n"])


def _title(kind: str) -> str:
    return html.escape(kind.replace("-", " ").capitalize())


def _figure(path: Path) -> str:
    with Image.open(path) as picture:
        height = round(picture.height * WIDTH / picture.width)
        small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "jpeg", quality=75)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    caption = html.escape(path.name)
    return (
        f'<figure><img loading="lazy" width="{WIDTH}" height="{height}" alt="{caption}" '
        f'src="data:image/jpeg;base64,{data}"><figcaption>{caption}</figcaption></figure>'
    )
