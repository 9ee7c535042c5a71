"""`srns admin …`: administer the store: list, revoke, purge, back up, restore, audit."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from srns.cli.common import ERRORS, FINE, UNREADABLE, print_json
from srns.cohort.errors import StoreError
from srns.report.safe_cells import safe_table
from srns.sharing import audit
from srns.sharing.backup import find_damage, restore_backup, write_backup
from srns.sharing.cohorts import list_cohorts, purge_cohort
from srns.sharing.links import cohort_of, list_links, make_link, revoke_link
from srns.sharing.permissions import OWNER, ROLES, administer
from srns.sharing.store import Store, open_store


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands and their arguments."""
    admin = commands.add_parser("admin", help="administer saved cohorts and links")
    admin.add_argument(
        "--store",
        metavar="URL_OR_FILE",
        help="the store (default: SRNS_DATABASE_URL, else SRNS_STORE, else ~/.srns/store.sqlite3)",
    )
    acts = admin.add_subparsers(required=True, metavar="WHAT")

    def act(name: str, run: Callable[[Store, argparse.Namespace], int], about: str):
        parser = acts.add_parser(name, help=about)
        parser.set_defaults(run=_run, act=run)
        return parser

    listing = act("list", _list, "list cohorts and links, without their content")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    link = act("link", _link, "create a link, for an owner who lost theirs")
    link.add_argument("cohort")
    link.add_argument("--role", choices=ROLES, default=OWNER)
    link.add_argument("--days", type=int, default=90)
    act("revoke", _revoke, "revoke a link").add_argument("link", help="its id, as listed")
    purge = act("purge", _purge, "delete a cohort with its versions, links and reviews")
    purge.add_argument("cohort")
    purge.add_argument("--yes", action="store_true", help="confirm the deletion")
    act("backup", _backup, "write everything to one file").add_argument("file", type=Path)
    act("restore", _restore, "restore a backup into an empty store").add_argument("file", type=Path)
    log = act("audit", _audit, "export the audit log, and verify its hash chain")
    log.add_argument("--cohort", default=None)
    log.add_argument("--verify", action="store_true", help="verify the chain and print its head")
    log.add_argument("--head", default="", help="hash noted earlier that the chain must contain")
    log.add_argument("--format", choices=("csv", "json"), default="csv")


def _run(chosen: argparse.Namespace) -> int:
    """Open the store and run the action; print a failure as one sentence."""
    try:
        store = open_store(chosen.store)
        try:
            return chosen.act(store, chosen)
        finally:
            store.close()
    except StoreError as error:
        print(error, file=sys.stderr)
        return UNREADABLE


def _list(store: Store, chosen: argparse.Namespace) -> int:
    cohorts = list_cohorts(store)
    links = [list_links(store, administer(each)).assign(cohort=each) for each in cohorts["cohort"]]
    if chosen.format == "json":
        print_json(
            {
                "cohorts": cohorts.to_dict(orient="records"),
                "links": [row for table in links for row in table.to_dict(orient="records")],
            }
        )
        return FINE
    if cohorts.empty:
        print("Nothing is saved.")
    for cohort, table in zip(cohorts.to_dict(orient="records"), links, strict=True):
        print(
            f"{cohort['cohort']}  {cohort['name']}  {cohort['versions']} versions, "
            f"{cohort['bytes']} bytes, since {cohort['created_at'][:10]}"
            + (f", owner {cohort['owner']}" if cohort["owner"] else "")
        )
        for link in table.to_dict(orient="records"):
            until = f"until {link['expires_at'][:10]}" if link["expires_at"] else "without end"
            print(f"    {link['id']}  {link['role']}  {link['state']}  {until}  {link['label']}")
    return FINE


def _link(store: Store, chosen: argparse.Namespace) -> int:
    made = make_link(store, administer(chosen.cohort), chosen.role, days=chosen.days)
    print(f"?link={made.token}")
    print("Shown only once: append it to the dashboard's address.", file=sys.stderr)
    return FINE


def _revoke(store: Store, chosen: argparse.Namespace) -> int:
    revoke_link(store, administer(cohort_of(store, chosen.link)), chosen.link)
    print(f"Revoked {chosen.link}.")
    return FINE


def _purge(store: Store, chosen: argparse.Namespace) -> int:
    if not chosen.yes:
        print("Nothing was deleted. Add --yes to delete it permanently.", file=sys.stderr)
        return ERRORS
    purge_cohort(store, administer(chosen.cohort))
    print(f"Purged {chosen.cohort}. Earlier backups still contain it.")
    return FINE


def _backup(store: Store, chosen: argparse.Namespace) -> int:
    rows = write_backup(store, chosen.file)
    print(f"Wrote {rows} rows to {chosen.file}. Protect it like the store.")
    return _print_damage(store)


def _print_damage(store: Store) -> int:
    """Name each saved version that is damaged; exit code 1 if there is any."""
    damage = find_damage(store)
    for sentence in damage:
        print(sentence, file=sys.stderr)
    return ERRORS if damage else FINE


def _restore(store: Store, chosen: argparse.Namespace) -> int:
    print(f"Restored {restore_backup(store, chosen.file)} rows.")
    return FINE


def _audit(store: Store, chosen: argparse.Namespace) -> int:
    if chosen.verify or chosen.head:
        chain = audit.verify_log(store, chosen.head)
        print(chain.broken or f"{chain.entries} entries, none changed. Head: {chain.head}")
        damaged = _print_damage(store)
        return ERRORS if chain.broken else damaged
    log: pd.DataFrame = audit.read_log(store, chosen.cohort)
    if chosen.format == "json":
        print_json({"audit": log.to_dict(orient="records")})
    else:
        safe_table(log).to_csv(sys.stdout, index=False, lineterminator="\n")
    return FINE
