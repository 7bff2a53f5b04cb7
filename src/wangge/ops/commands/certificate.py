"""`wangge certificate`: look at certificates, and check them offline, without any database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from wangge.core.proofs.certificate import (
    Certified,
    certificate_troubles,
    log_troubles,
    read,
)
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Show the certificates of the nights, or check some without a county."""


@command.command()
@click.argument("number", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="All of them, one a line, the first one first.")
@data_option
@json_option
def show(number: int | None, every: bool, data: Path, as_json: bool) -> None:
    """Print a certificate as it is handed out: the newest, or that NUMBER."""
    with county(data):
        from wangge.proofs.queries import (  # why: only a county has models
            all_certified,
            certificate_of,
            certificates,
            certified,
        )

        if every:
            found = list(all_certified())
        elif number is not None:
            found = [certified(certificate_of(number))]
        else:
            found = [certified(one) for one in certificates(limit=1)]
    if not found:
        raise Trouble(
            "还没有证书，夜里两点以后会有第一张。The first one is made after two at night."
        )
    for one in found:
        click.echo(one.as_json() if as_json or every else _in_words(one))


@command.command()
@click.argument("file", type=_FILE)
@click.option("--log", "log_file", type=_FILE, help="What `wangge export log` wrote.")
@click.option("--key", metavar="HEX", help="The county's public key, as you know it.")
def check(file: Path, log_file: Path | None, key: str | None) -> None:
    """Check the certificates in FILE (one a line), and with --log every entry up to the last.

    Needs no database. Exit 1 when anything is wrong.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        found = [read(line) for line in lines if line.strip()]
        public_key = bytes.fromhex(key) if key else None
    except ValueError as fault:
        raise Trouble(f"看不懂 {file}。{fault}") from None
    if not found:
        raise Trouble(f"{file} 里没有证书。There is no certificate in {file}.")
    troubles = list(certificate_troubles(found, public_key=public_key))
    if log_file is not None:
        last = max(found, key=lambda one: int(one.body["number"]))
        with log_file.open(encoding="utf-8") as entries:
            troubles += log_troubles(entries, last)
    for one in troubles[:200]:
        click.echo(f"✗ {one.zh} {one.en}")
    if troubles:
        sys.exit(1)
    said = (
        "证书和日志都对得上。Certificates and log are whole."
        if log_file
        else ("签名和证书链都对得上。Signatures and chain are whole.")
    )
    click.echo(f"✓ {len(found)} 张。{said}")


def _in_words(one: Certified) -> str:
    body = json.loads(one.text)
    lines = [
        f"第 {body['number']} 号证书 Certificate {body['number']}  {body['county']['name']}",
        f"  {body['at']}  Wangge {body['program']}",
    ]
    marks = {True: "✓", False: "✗", None: "–"}
    lines += [
        f"  {marks[proof['proven']]} {proof['promise']}: {proof['looked_at']}, {proof['count']}"
        for proof in body["proofs"]
    ]
    lines.append(f"  log: anchor {body['log']['anchor']}, {body['log']['entries']} entries")
    return "\n".join([*lines, f"  key: {one.public_key.hex()}"])
