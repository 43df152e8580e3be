"""May this mail get an automatic answer? One rule, one file; ``decide`` holds their order (RFC 3834)."""

from assistant.core.screening.bounced_recipients import bounced_recipients
from assistant.core.screening.decide import screen
from assistant.core.screening.verdict import Kind, Screening, ScreeningContext

__all__ = ["Kind", "Screening", "ScreeningContext", "bounced_recipients", "screen"]
