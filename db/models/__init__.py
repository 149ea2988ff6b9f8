"""All tables, in three rooms: the ledger (truth), the index (rebuildable), local (this PC only)."""

from db.base import Base
from db.models import index, ledger, life, local

__all__ = ["Base", "index", "ledger", "life", "local"]
