"""How the registry takes part in storeys below it, which may not import it."""

from __future__ import annotations

from wangge.privacy.sealing import Sealed, register
from wangge.registry import borders, privacy
from wangge.registry.importing.files import KEY as IMPORT_KEY
from wangge.registry.importing.jobs import register_jobs as register_import_jobs
from wangge.registry.jobs import register_jobs
from wangge.registry.models import Import, Organisation, Person


def take_part() -> None:
    """Jobs are known, and sealed columns can be sealed anew after a rotation of keys."""
    register_jobs()
    register_import_jobs()
    register(Sealed(Person, "id_sealed", "person.id_number", "id_blind"))
    register(Sealed(Person, "phone_sealed", "person.phone", "phone_blind"))
    register(Sealed(Organisation, "phone_sealed", "organisation.phone", "phone_blind"))
    register(Sealed(Import, "key_sealed", IMPORT_KEY))
    privacy.register_all()
    borders.take_part()
