"""The shortcuts editor: every key, changed where it stands; what else uses a key is said before it is taken."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views import actions as table
from app.views import theme
from app.views.keymaps import Keymap
from app.views.texts import translate
from app.views.widgets.fitting import FittingDialog

_ID = Qt.ItemDataRole.UserRole
_PORTABLE = QKeySequence.SequenceFormat.PortableText


class ShortcutsDialog(FittingDialog):
    """Non-modal. Keys in force are shown; a change is said at once.

    Signals:
        shortcut_changed(str, str): action id, key in portable text ('' for none).
        shortcuts_reset(): all back to the defaults.
        keymap_chosen(object): a mapping of overrides that replaces all others.
    """

    shortcut_changed = Signal(str, str)
    shortcuts_reset = Signal()
    keymap_chosen = Signal(object)

    def __init__(self, keymaps: tuple[Keymap, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(640, 620))
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle(translate("Shortcuts", "Keyboard shortcuts"))
        self._overrides: dict[str, str] = {}
        self._keys = table.resolve_keys({})
        self._items: dict[str, QTreeWidgetItem] = {}
        self._groups: list[QTreeWidgetItem] = []
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(translate("Shortcuts", "Search by name or key"))
        self._search.setAccessibleName(translate("Shortcuts", "Search"))
        self._search.setToolTip(translate("Shortcuts", "Search by name or key"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._maps = QComboBox(self)
        self._maps.setAccessibleName(translate("Shortcuts", "Set of keys"))
        self._maps.setToolTip(translate("Shortcuts", "Take over the keys you know from another program"))
        self._maps.addItem(translate("Shortcuts", "Keys like in …"))
        for keymap in keymaps:
            self._maps.addItem(keymap.title, keymap)
        self._maps.activated.connect(self._take_map)
        self._tree = self._make_tree()
        self._edit = QKeySequenceEdit(self)
        self._edit.setMaximumSequenceLength(1)
        self._edit.setAccessibleName(translate("Shortcuts", "New key"))
        self._edit.setToolTip(translate("Shortcuts", "Press the new key here"))
        self._edit.keySequenceChanged.connect(self._show_conflict)
        self._note = QLabel(self)
        self._note.setProperty("role", "warn")
        self._note.setWordWrap(True)
        self._set = self._button(translate("Shortcuts", "Set"), self._apply)
        self._clear = self._button(translate("Shortcuts", "No key"), self._remove)
        self._default = self._button(translate("Shortcuts", "Default"), self._restore)
        self._reset = self._button(translate("Shortcuts", "Reset all"), self.shortcuts_reset.emit)
        self._close = self._button(translate("Shortcuts", "Close"), self.close)
        self._lay_out()
        self._fill()

    def set_shortcuts(self, overrides: Mapping[str, str]) -> None:
        """What the person changed; everything else has its default."""
        self._overrides = dict(overrides)
        self._keys = table.resolve_keys(overrides)
        self._show_keys()

    def choose(self, action_id: str) -> None:
        """Select an action. Raises KeyError."""
        self._tree.setCurrentItem(self._items[action_id])

    def conflict(self, key: str) -> str | None:
        """Which other action has this key; its id."""
        chosen = self._chosen()
        for action_id, keys in self._keys.items():
            if (
                action_id != chosen
                and key
                and QKeySequence(key, _PORTABLE) in [QKeySequence(k, _PORTABLE) for k in keys]
            ):
                return action_id
        return None

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName(translate("Shortcuts", "Shortcuts"))
        tree.setToolTip(translate("Shortcuts", "Choose what to give another key"))
        tree.setHeaderLabels([translate("Shortcuts", "Action"), translate("Shortcuts", "Key")])
        tree.setRootIsDecorated(False)
        tree.setIndentation(12)
        tree.setColumnWidth(0, 420)
        tree.currentItemChanged.connect(self._show_chosen)
        return tree

    def _fill(self) -> None:
        for menu, _title in table.MENUS:
            group = QTreeWidgetItem(self._tree, [table.menu_title(menu).replace("&", "")])
            group.setFont(0, theme.font(theme.SMALL_PX, bold=True))
            group.setForeground(0, theme.DIM)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFirstColumnSpanned(True)
            self._groups.append(group)
            for row in table.ACTIONS:
                if row.menu == menu:
                    item = QTreeWidgetItem(group, [table.title_of(row)])
                    item.setData(0, _ID, row.id)
                    item.setSizeHint(0, QSize(0, theme.ROW - 2))
                    item.setToolTip(0, table.tip_of(row))
                    self._items[row.id] = item
        self._tree.expandAll()
        self._show_keys()
        self._show_chosen()

    def _show_keys(self) -> None:
        for name, item in self._items.items():
            item.setText(1, "   ".join(table.native_key(key) for key in self._keys[name]))
            item.setForeground(1, theme.ACCENT if name in self._overrides else theme.TEXT)
        self._show_chosen()

    def _chosen(self) -> str | None:
        item = self._tree.currentItem()
        return item.data(0, _ID) if item is not None else None

    def _show_chosen(self, *_items: object) -> None:
        name = self._chosen()
        for widget in (self._edit, self._set, self._clear, self._default):
            widget.setEnabled(name is not None)
        keys = self._keys[name] if name is not None else ()
        self._edit.setKeySequence(QKeySequence(keys[0], _PORTABLE) if keys else QKeySequence())
        self._default.setEnabled(name is not None and name in self._overrides)

    def _show_conflict(self, sequence: QKeySequence) -> None:
        other = self.conflict(sequence.toString(_PORTABLE))
        text = translate("Shortcuts", "{0} has this key; Set takes it over.")
        self._note.setText(text.format(table.title_of(table.spec(other))) if other is not None else "")

    def _apply(self) -> None:
        name, key = self._chosen(), self._edit.keySequence().toString(_PORTABLE)
        other = self.conflict(key)
        if name is None:
            return
        if other is not None and other in self._overrides:
            self.shortcut_changed.emit(other, "")
        self.shortcut_changed.emit(name, key)

    def _remove(self) -> None:
        name = self._chosen()
        if name is not None:
            self.shortcut_changed.emit(name, "")

    def _restore(self) -> None:
        name = self._chosen()
        if name is not None:
            keys = table.spec(name).keys
            self.shortcut_changed.emit(name, keys[0] if keys else "")

    def _take_map(self, place: int) -> None:
        keymap = self._maps.itemData(place)
        if isinstance(keymap, Keymap):
            self.keymap_chosen.emit(dict(keymap.keys))

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for item in self._items.values():
            item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())
        for group in self._groups:
            group.setHidden(all(item.isHidden() for item in self._items.values() if item.parent() is group))

    def _button(self, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())  # type: ignore[operator]
        return button

    def _lay_out(self) -> None:
        top, edit, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._search, 1)
        top.addWidget(self._maps)
        edit.addWidget(QLabel(translate("Shortcuts", "Key:")))
        edit.addWidget(self._edit, 1)
        for button in (self._set, self._clear, self._default):
            edit.addWidget(button)
        foot.addWidget(self._reset)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._tree, 1)
        column.addLayout(edit)
        column.addWidget(self._note)
        column.addLayout(foot)
