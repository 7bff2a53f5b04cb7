"""Children that do not outlive their parent, even one that was killed -9."""

from __future__ import annotations

import os
import signal
import threading
import time

_LOOK_EVERY_S = 0.5
_PATIENCE_S = 8


#: Set for the children of the supervisor; whoever starts one by hand may leave it alone.
SUPERVISED = "WANGGE_SUPERVISED"


def die_with_parent() -> None:
    """From here on this process, and each it forks, ends soon after its parent has gone.

    Only under the supervisor; a web server or worker started by hand may outlive its shell.
    """
    if os.environ.get(SUPERVISED) != "1":
        return
    _watch()
    os.register_at_fork(after_in_child=_watch)


def _watch() -> None:
    threading.Thread(target=_wait_for_orphanhood, args=(os.getppid(),), daemon=True).start()


def _wait_for_orphanhood(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE_S)
    os._exit(1)
