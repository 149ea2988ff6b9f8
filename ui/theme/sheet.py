"""The style sheet, made of measures and colours. Widgets say what they are by a dynamic property ``role``."""

from string import Template

from alliance_desk.paths import RESOURCES
from ui.theme import measures
from ui.theme.colours import Colours

_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="page"] { background: $ground; }
QToolTip { background: $surface; color: $text; border: 1px solid $edge; padding: 4px 6px; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 700; }
QLabel[role="section"] { font-size: ${section}px; font-weight: 700; }
QLabel[role="number"] { font-size: ${number}px; font-weight: 700; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: ${small}px; }
QLabel[role="problem"] { color: $block; font-size: ${small}px; }
QLabel[role="link"] { color: $accent; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[role="rail"] { background: $raised; border: none; border-right: 1px solid $line; }
QFrame[role="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="strip"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[role="drawer"] { background: $surface; border: none; border-left: 1px solid $edge; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[tone="warn"] { background: $soft_warn; border: none; }
QFrame[tone="block"] { background: $soft_block; border: none; }
QFrame[tone="info"] { background: $soft_info; border: none; }
QFrame[tone="pass"] { background: $soft_passed; border: none; }
QFrame[tone="waiting"] { background: $soft_waiting; border: none; }
QFrame[tone="transit"] { background: $soft_transit; border: none; }
QPushButton, QToolButton {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: 4px; padding: 5px 12px; min-height: 20px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: $chosen; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; border-color: $line; background: $raised; }
QPushButton[role="main"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 700; padding: 5px 16px; }
QPushButton[role="main"]:hover { border: 1px solid $text; }
QPushButton[role="main"]:focus { border: 2px solid $text; padding: 4px 15px; }
QPushButton[role="main"]:disabled { background: $raised; color: $faint; border: 1px solid $edge; }
QPushButton[role="plain"], QToolButton[role="plain"] { background: transparent; border: 1px solid transparent; padding: 5px 8px; }
QPushButton[role="plain"]:hover, QToolButton[role="plain"]:hover { background: $hover; }
QPushButton[role="plain"]:focus, QToolButton[role="plain"]:focus { border: 2px solid $accent; padding: 4px 7px; }
QPushButton[role="link"] { background: transparent; color: $accent; border: none; padding: 2px 2px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; padding: 1px 1px; }
QPushButton[role="nav"] {
    background: transparent; border: none; border-left: 3px solid transparent; border-radius: 0; padding: 8px 8px 8px 13px; text-align: left;
}
QPushButton[role="nav"]:hover { background: $hover; }
QPushButton[role="nav"]:checked { background: $surface; border-left: 3px solid $accent; font-weight: 700; }
QPushButton[role="nav"]:focus { border: 2px solid $accent; border-left: 3px solid $accent; padding: 6px 6px 6px 13px; }
QPushButton[role="nav"][low="true"] { padding: 0 8px 0 13px; }
QPushButton[role="nav"][low="true"]:focus { padding: 0 6px 0 13px; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton::menu-indicator { image: url("$icons/$expand"); width: 12px; height: 12px; subcontrol-position: right center; right: 6px; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: 4px; padding: 4px 8px; min-height: 22px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $quiet;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {
    border: 2px solid $accent; padding: 3px 7px;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid $block; padding: 3px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $raised; color: $faint; border-color: $line; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $ground; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$icons/$expand"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; selection-background-color: $chosen; selection-color: $text; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 3px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $edge; background: $surface; }
QCheckBox::indicator { border-radius: 3px; }
QCheckBox::indicator:checked { border-color: $accent; background: $accent; image: url("$icons/$check"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $raised; }
QRadioButton::indicator { border-radius: 8px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QMenu { background: $surface; border: 1px solid $edge; padding: 4px 0; }
QMenu::item { padding: 6px 28px 6px 12px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $chosen; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QTableView, QListView, QTreeView, QListWidget {
    background: $surface; alternate-background-color: $ground; border: 1px solid $line; gridline-color: $line;
    selection-background-color: $chosen; selection-color: $text;
}
QTableView:focus, QListView:focus, QTreeView:focus, QListWidget:focus { border: 1px solid $accent; }
QTableView::item, QListView::item { padding: 0 6px; }
QTableView::item:focus { border: 1px solid $accent; }
QHeaderView { background: $raised; border: none; }
QHeaderView::section { background: $raised; color: $text; border: none; border-right: 1px solid $line; border-bottom: 1px solid $line; padding: 5px 8px; font-weight: 700; }
QHeaderView::section:hover { background: $hover; }
QTableCornerButton::section { background: $raised; border: none; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $quiet; padding: 7px 12px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 700; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:focus { background: $chosen; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $raised; border: 1px solid $line; border-radius: 3px; min-height: 8px; max-height: 8px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QScrollBar:vertical { background: $ground; width: 12px; margin: 0; }
QScrollBar:horizontal { background: $ground; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QGroupBox { border: 1px solid $line; border-radius: 6px; margin-top: 18px; padding: 8px; font-weight: 700; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; }
QCalendarWidget QWidget { alternate-background-color: $raised; }
QCalendarWidget QToolButton { border: none; }
""")


def sheet(colours: Colours) -> str:
    """The style sheet of one theme."""
    values = {name: getattr(colours, name) for name in Colours.__dataclass_fields__}
    sizes = {name: getattr(measures, name.upper()) for name in ("title", "section", "number", "small")}
    icons = (RESOURCES / "icons").as_posix()
    return _SHEET.substitute(
        values,
        **sizes,
        icons=icons,
        expand="expand-light.svg" if colours.dark else "expand-dark.svg",
        check="check-dark.svg" if colours.dark else "check-light.svg",
    )
