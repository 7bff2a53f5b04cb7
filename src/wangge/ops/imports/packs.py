"""`wangge import packs FOLDER`: a pack is proven, copied into the county's data, and in force."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option
from wangge.ops.trouble import Trouble


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Prove only; change nothing.")
@data_option
def command(folder: Path, dry_run: bool, data: Path) -> None:
    """Import the pack (or the packs) in FOLDER.

    A broken one is refused with file, line and sentence, and the exit is 1.
    """
    with county(data):
        from wangge.catalogue.actions.install import install_packs  # why: only a county has models
        from wangge.catalogue.loader import folders_in, load_packs  # why: only a county has models
        from wangge.catalogue.places import county_vocabulary, pack_folders  # why: only a county

        found = folders_in([folder.resolve()])
        if not found:
            raise Trouble(
                f"{folder} 里没有业务包（manifest.yaml）。There is no pack (manifest.yaml) in it."
            )
        ours = [one for one in pack_folders() if one.name not in {new.name for new in found}]
        loaded = load_packs([*ours, *found], county_vocabulary())
        if loaded.problems:
            for problem in loaded.problems:
                click.echo(str(problem), err=True)
            raise SystemExit(1)
        titles = "、".join(pack.title for pack, _ in loaded.packs[len(ours) :])
        if dry_run:
            click.echo(f"可以安装：{titles}。Proven; nothing was changed.")
            return
        kept = data / "packs"
        for one in found:
            if one.parent != kept.resolve():
                shutil.copytree(one, kept / one.name, dirs_exist_ok=True)
        installed = install_packs(now=utc_now())
    for problem in installed.problems:
        click.echo(str(problem), err=True)
    if installed.problems:
        raise SystemExit(1)
    click.echo(f"已安装：{titles}。In force from now on.")
