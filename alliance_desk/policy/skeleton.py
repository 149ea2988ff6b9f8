"""The skeleton of a new pack: a commented TOML text with one example of everything, sound as it stands."""

import json
import re
from collections.abc import Mapping

_PLACE = re.compile(r'"@([a-z]+)@"')


def skeleton(template: str, values: Mapping[str, str]) -> str:
    """The template with its places (``"@title@"``) filled in, each as a TOML string. Raises KeyError for a place without a value."""

    def filled(match: re.Match[str]) -> str:
        # A JSON string is a TOML basic string; DEL is the one character that TOML wants escaped and JSON does not.
        return json.dumps(values[match[1]], ensure_ascii=False).replace("\x7f", "\\u007f")

    return _PLACE.sub(filled, template)
