"""How long 1,000 certificates take, against the same pages drawn on a bare reportlab canvas in the same run."""

import io
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from alliance_desk.papers.fonts import FOLDER
from alliance_desk.papers.lint import shipped
from alliance_desk.papers.render import render

Measured = tuple[float, float, int]
"""Wall seconds, peak MB, bytes."""

FIELDS = (
    "镁质材料",
    "菱镁新材料",
    "智能制造",
    "钢铁冶金装备",
    "生物医药",
    "绿色食品",
    "煤机装备",
    "玛钢铸造",
    "光伏",
    "特种陶瓷",
)


def values(rows: int) -> Iterator[dict[str, str]]:
    """Made-up certificates: ten fields, a different number, lead and document on each page, 2,000 different hanzi in all."""
    sample = shipped("certificate-landscape").sample()
    for row in range(rows):
        field = FIELDS[row % len(FIELDS)]
        yield sample | {
            "alliance": f"示范市{field}产业技术创新战略联盟",
            "lead": f"示范市{chr(0x4E00 + 14 * (row % 1000))}{chr(0x4E07 + 14 * (row % 1000))}{field}研究院有限公司",
            "document": f"示科发〔2024〕{row}号",
            "number": f"SFLM-2024-{row:04d}",
        }


def _ours(rows: int) -> int:
    return len(render(shipped("certificate-landscape"), values(rows)).pdf)


def _bare(rows: int) -> int:
    """The same frames and lines, each page drawn anew by drawString."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name in ("NotoSerifSC_400Regular", "NotoSerifSC_700Bold", "LXGWWenKai-Regular"):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))
    out = io.BytesIO()
    make: Any = Canvas
    canvas = make(out, pagesize=landscape(A4), pageCompression=1, initialFontName="NotoSerifSC_400Regular")
    for page in values(rows):
        for inset in (31, 37, 55, 60):
            canvas.rect(inset, inset, 842 - 2 * inset, 595 - 2 * inset)
        for x in range(40, 800, 14):
            for y in (41, 542):
                canvas.lines([(x, y, x + 12, y), (x + 12, y, x + 12, y + 11), (x + 12, y + 11, x + 2, y + 11)])
        canvas.setFont("NotoSerifSC_700Bold", 58)
        canvas.drawCentredString(421, 480, "证 书")
        canvas.setFont("NotoSerifSC_700Bold", 30)
        canvas.drawCentredString(421, 380, page["alliance"])
        canvas.setFont("LXGWWenKai-Regular", 20)
        canvas.drawString(172, 300, f"依据{page['document']}文件，{page['act']}该联盟为“{page['title']}”，")
        canvas.drawString(132, 266, f"牵头单位为{page['lead']}。")
        canvas.drawString(172, 232, "特发此证。")
        canvas.setFont("NotoSerifSC_400Regular", 14)
        canvas.drawString(132, 150, f"证书编号：{page['number']}")
        canvas.drawString(132, 122, f"有效期：{page['valid_from']}至{page['valid_to']}")
        canvas.drawCentredString(600, 150, page["issuer"])
        canvas.drawCentredString(600, 122, page["issued_on"])
        canvas.showPage()
    canvas.save()
    return len(out.getvalue())


def _measure(work: Callable[[int], int], rows: int) -> Measured:
    start = time.perf_counter()
    size = work(rows)
    return time.perf_counter() - start, _peak(), size


def _peak() -> float:
    """Peak MB of this process. Where Linux tells, since its own start: ru_maxrss begins with what the parent had."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def certificates(rows: int = 1000) -> list[str]:
    """Lines of figures; each way runs in a fresh process, so that its peak memory is its own."""
    found: list[Measured] = []
    for work in (_ours, _bare):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found.append(pool.apply(_measure, (work, rows)))
    (wall, memory, size), (wall0, memory0, size0) = found
    how = f"{rows} certificates, made-up values with 2,000 different hanzi, fresh process, imports and fonts included"
    return [
        f"certificates wall: {wall:.2f} s ({how}, baseline bare reportlab {wall0:.2f} s, ratio {wall / wall0:.2f})",
        f"certificates memory: {memory:.0f} MB RSS ({how}, baseline {memory0:.0f} MB, ratio {memory / memory0:.2f})",
        f"certificates file: {size / 1e6:.2f} MB ({how}, baseline {size0 / 1e6:.2f} MB, ratio {size / size0:.2f})",
    ]


if __name__ == "__main__":
    print("\n".join(certificates()))
