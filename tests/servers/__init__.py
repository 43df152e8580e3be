"""Real servers on loopback as plain context managers, for tests, the kill test and the benchmark.

``from tests.servers import dovecot, postgres, smtp_sink, fast_smtp_sink, Missing``; the repository root must be on
``sys.path``.
Each starts its server on free ports in a directory of its own and takes everything away again at the end.
``Missing`` is raised when the program is not installed; the fixtures turn that into a skip with its text.
"""

from tests.servers.certificates import Certificates, certificates
from tests.servers.dovecot import DovecotServer, dovecot, submission_installed
from tests.servers.identity import IdentityProvider, identity_provider
from tests.servers.postgres import postgres
from tests.servers.processes import Missing, free_port
from tests.servers.proxy import CuttingProxy, cutting_proxy
from tests.servers.smtp import SmtpSink, smtp_sink
from tests.servers.smtp_fast import FastSink, fast_smtp_sink

__all__ = [
    "Certificates",
    "CuttingProxy",
    "DovecotServer",
    "FastSink",
    "IdentityProvider",
    "Missing",
    "SmtpSink",
    "certificates",
    "cutting_proxy",
    "dovecot",
    "fast_smtp_sink",
    "free_port",
    "identity_provider",
    "postgres",
    "smtp_sink",
    "submission_installed",
]
