"""Everything a person can ask for, in one table: menus, keys, palette, toolbar and the shortcut editor read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app.views import icons


def _n(_context: str, text: str) -> str:
    """Marks a text for translation where it stands (`lupdate` knows this name); the table keeps the English source."""
    return text


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. Texts are English sources; `title_of` and `tip_of` give them in the chosen language."""

    id: str
    title: str
    keys: tuple[str, ...]
    """Default key sequences in portable text, the first one is shown."""
    menu: str
    tip: str
    checkable: bool = False
    icon: str = ""
    section: int = 0
    """A line is drawn in the menu where this number changes."""
    on_canvas: bool = False
    """The keys work only while the canvas has the focus, because other views need them (Tab)."""


MENUS: tuple[tuple[str, str], ...] = (
    ("file", _n("menus", "&File")),
    ("edit", _n("menus", "&Edit")),
    ("object", _n("menus", "&Object")),
    ("track", _n("menus", "&Track")),
    ("play", _n("menus", "&Playback")),
    ("go", _n("menus", "&Go")),
    ("view", _n("menus", "&View")),
    ("help", _n("menus", "&Help")),
)

# fmt: off
ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("file.open", _n("actions", "Open…"), ("Ctrl+O",), "file", icon="open",
               tip=_n("actions", "Open a clip, a folder of stills or a project")),
    ActionSpec("file.open_folder", _n("actions", "Open a folder of stills…"), ("Ctrl+Shift+O",), "file", icon="folder",
               tip=_n("actions", "Open numbered stills as one clip")),
    ActionSpec("file.open_sequence", _n("actions", "Open the whole sequence"), (), "file", icon="film",
               tip=_n("actions", "Open all numbered stills that lie beside this one")),
    ActionSpec("file.open_sample", _n("actions", "Open the sample clip"), (), "file", icon="film",
               tip=_n("actions", "Try ClickMatte on a short clip that comes with it")),
    ActionSpec("file.save_copy", _n("actions", "Save a copy of the project…"), ("Ctrl+Shift+S",), "file", section=1,
               tip=_n("actions", "Your work is saved as you go; this makes a second file")),
    ActionSpec("clip.relink", _n("actions", "Find the clip again…"), (), "file", icon="search", section=1,
               tip=_n("actions", "Point the project to where its clip is now")),
    ActionSpec("clip.reading", _n("actions", "About the clip…"), ("Ctrl+I",), "file", icon="info", section=1,
               tip=_n("actions", "What the clip is, and how it is read: deinterlacing, colours")),
    ActionSpec("file.export", _n("actions", "Export…"), ("Ctrl+E",), "file", icon="export", section=2,
               tip=_n("actions", "Write the matte for where the clip goes next")),
    ActionSpec("clip.next", _n("actions", "Next clip"), ("Ctrl+Tab",), "file", section=3,
               tip=_n("actions", "Show the next open project")),
    ActionSpec("clip.previous", _n("actions", "Previous clip"), ("Ctrl+Shift+Tab",), "file", section=3,
               tip=_n("actions", "Show the previous open project")),
    ActionSpec("file.close", _n("actions", "Close the clip"), ("Ctrl+W",), "file", icon="close", section=4,
               tip=_n("actions", "Close this project; everything is saved")),
    ActionSpec("file.quit", _n("actions", "Quit"), ("Ctrl+Q",), "file", section=4,
               tip=_n("actions", "Close ClickMatte; everything is saved")),
    ActionSpec("edit.undo", _n("actions", "Undo"), ("Ctrl+Z",), "edit", icon="undo",
               tip=_n("actions", "Take back the last step, tracked results included")),
    ActionSpec("edit.redo", _n("actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "edit", icon="redo",
               tip=_n("actions", "Do the step again")),
    ActionSpec("edit.copy_cutout", _n("actions", "Copy the cut-out"), ("Ctrl+C",), "edit", icon="copy", section=1,
               tip=_n("actions", "Copy this frame's cut-out with transparency to the clipboard")),
    ActionSpec("edit.delete_prompt", _n("actions", "Delete the prompts here"), ("Delete",), "edit",
               icon="delete", section=2,
               tip=_n("actions", "Remove the active object's points and box on this frame")),
    ActionSpec("edit.empty_here", _n("actions", "Not here"), ("X",), "edit", icon="ghost", section=2,
               tip=_n("actions", "Say that the active object is not in this frame")),
    ActionSpec("prompt.next_hypothesis", _n("actions", "Next reading of the click"), ("Tab",), "edit",
               icon="hypothesis", section=2, on_canvas=True,
               tip=_n("actions", "Cycle through the three masks one click can mean")),
    ActionSpec("tool.click", _n("actions", "Click and box"), ("V",), "edit",
               checkable=True, icon="tool-click", section=3,
               tip=_n("actions", "Click the object; Alt or right click leaves out; drag a box around it")),
    ActionSpec("tool.brush", _n("actions", "Brush"), ("B",), "edit", checkable=True, icon="tool-brush", section=3,
               tip=_n("actions", "Paint what belongs to the object")),
    ActionSpec("tool.eraser", _n("actions", "Eraser"), ("E",), "edit", checkable=True, icon="tool-eraser", section=3,
               tip=_n("actions", "Paint what does not belong to the object")),
    ActionSpec("tool.hand", _n("actions", "Hand"), ("H",), "edit", checkable=True, icon="tool-hand", section=3,
               tip=_n("actions", "Move the picture; the middle button or Space and drag does it with any tool")),
    ActionSpec("tool.larger", _n("actions", "Larger brush"), ("]",), "edit", section=4,
               tip=_n("actions", "Make brush and eraser larger")),
    ActionSpec("tool.smaller", _n("actions", "Smaller brush"), ("[",), "edit", section=4,
               tip=_n("actions", "Make brush and eraser smaller")),
    ActionSpec("object.add", _n("actions", "New object"), ("N",), "object", icon="add",
               tip=_n("actions", "Start another object; the next click belongs to it")),
    ActionSpec("object.remove", _n("actions", "Remove the object"), ("Shift+Delete",), "object", icon="delete",
               tip=_n("actions", "Remove the active object with its masks; undo brings it back")),
    ActionSpec("object.next", _n("actions", "Next object"), ("Ctrl+Down",), "object", section=1,
               tip=_n("actions", "Make the next object the active one")),
    ActionSpec("object.previous", _n("actions", "Previous object"), ("Ctrl+Up",), "object", section=1,
               tip=_n("actions", "Make the previous object the active one")),
    ActionSpec("object.toggle_visible", _n("actions", "Show or hide"), ("Shift+V",), "object", icon="eye", section=2,
               tip=_n("actions", "Show or hide the active object")),
    ActionSpec("object.toggle_lock", _n("actions", "Lock or unlock"), ("Shift+L",), "object", icon="lock", section=2,
               tip=_n("actions", "Keep the active object from being changed")),
    ActionSpec("object.toggle_solo", _n("actions", "Solo"), ("Shift+S",), "object", icon="solo", section=2,
               tip=_n("actions", "Show the active object alone")),
    ActionSpec("object.raise", _n("actions", "Bring forward"), ("Ctrl+]",), "object", section=3,
               tip=_n("actions", "Draw the active object over the one in front of it")),
    ActionSpec("object.lower", _n("actions", "Send backward"), ("Ctrl+[",), "object", section=3,
               tip=_n("actions", "Draw the active object under the one behind it")),
    ActionSpec("lock.here", _n("actions", "Lock this span"), ("Y",), "object", icon="lock", section=4,
               tip=_n("actions", "Keep the masks around the playhead as they are, whatever is tracked")),
    ActionSpec("unlock.here", _n("actions", "Unlock this span"), ("Shift+Y",), "object", icon="unlock", section=4,
               tip=_n("actions", "Let tracking change the masks around the playhead again")),
    ActionSpec("track.both", _n("actions", "Track both ways"), ("T",), "track", icon="track-both",
               tip=_n("actions", "Follow the object forwards and backwards from here")),
    ActionSpec("track.forward", _n("actions", "Track forwards"), ("Ctrl+Right",), "track", icon="track-forward",
               tip=_n("actions", "Follow the object to the end or the out point")),
    ActionSpec("track.backward", _n("actions", "Track backwards"), ("Ctrl+Left",), "track", icon="track-backward",
               tip=_n("actions", "Follow the object to the start or the in point")),
    ActionSpec("track.selection", _n("actions", "Track the selection"), ("Ctrl+T",), "track", icon="track-range",
               tip=_n("actions", "Track only the frames selected in the timeline, or from in to out")),
    ActionSpec("track.closer", _n("actions", "Look closer"), ("Shift+T",), "track", icon="look-closer",
               tip=_n("actions", "Track a small object again from nearby: finer outlines, less is lost")),
    ActionSpec("track.step_forward", _n("actions", "Track one frame forwards"), ("Ctrl+Shift+Right",), "track",
               icon="track-step", section=1,
               tip=_n("actions", "Follow the object to the next frame and stop there")),
    ActionSpec("track.step_back", _n("actions", "Track one frame backwards"), ("Ctrl+Shift+Left",), "track",
               icon="track-step-back",
               section=1,
               tip=_n("actions", "Follow the object to the previous frame and stop there")),
    ActionSpec("track.pause", _n("actions", "Pause tracking"), ("Shift+Space",), "track",
               checkable=True, icon="pause", section=2,
               tip=_n("actions", "Hold tracking; what is done stays")),
    ActionSpec("track.cancel", _n("actions", "Stop tracking"), ("Escape",), "track", icon="stop", section=2,
               tip=_n("actions", "Stop tracking; what is done stays")),
    ActionSpec("play.toggle", _n("actions", "Play or pause"), ("Space",), "play", icon="play",
               tip=_n("actions", "Play or pause")),
    ActionSpec("play.reverse", _n("actions", "Play backwards"), ("J",), "play", icon="play-reverse",
               tip=_n("actions", "Play backwards; again for faster")),
    ActionSpec("play.pause", _n("actions", "Pause"), ("K",), "play", icon="pause",
               tip=_n("actions", "Pause")),
    ActionSpec("play.forward", _n("actions", "Play forwards"), ("L",), "play", icon="play",
               tip=_n("actions", "Play forwards; again for faster")),
    ActionSpec("play.step_back", _n("actions", "One frame back"), ("Left",), "play", icon="step-back", section=1,
               tip=_n("actions", "One frame back")),
    ActionSpec("play.step_forward", _n("actions", "One frame on"), ("Right",), "play", icon="step-forward", section=1,
               tip=_n("actions", "One frame on")),
    ActionSpec("play.back_ten", _n("actions", "Ten frames back"), ("Shift+Left",), "play", section=1,
               tip=_n("actions", "Ten frames back")),
    ActionSpec("play.forward_ten", _n("actions", "Ten frames on"), ("Shift+Right",), "play", section=1,
               tip=_n("actions", "Ten frames on")),
    ActionSpec("play.start", _n("actions", "To the start"), ("Home",), "play", icon="to-start", section=2,
               tip=_n("actions", "Go to the first frame")),
    ActionSpec("play.end", _n("actions", "To the end"), ("End",), "play", icon="to-end", section=2,
               tip=_n("actions", "Go to the last frame")),
    ActionSpec("play.loop", _n("actions", "Loop"), ("Ctrl+L",), "play", checkable=True, icon="loop", section=3,
               tip=_n("actions", "Play the marked range again and again")),
    ActionSpec("play.mute", _n("actions", "Mute"), ("M",), "play", checkable=True, icon="speaker", section=3,
               tip=_n("actions", "Play without sound")),
    ActionSpec("mark.in", _n("actions", "Mark in"), ("I",), "go", icon="mark-in",
               tip=_n("actions", "The range starts at this frame")),
    ActionSpec("mark.out", _n("actions", "Mark out"), ("O",), "go", icon="mark-out",
               tip=_n("actions", "The range ends after this frame")),
    ActionSpec("mark.clear", _n("actions", "Clear in and out"), ("Alt+X",), "go", icon="mark-clear",
               tip=_n("actions", "Use the whole clip again")),
    ActionSpec("jump.next_prompt", _n("actions", "Next prompt"), ("Down",), "go", icon="next-prompt", section=1,
               tip=_n("actions", "Go to the next frame with points, box or brush work")),
    ActionSpec("jump.previous_prompt", _n("actions", "Previous prompt"), ("Up",), "go", icon="prev-prompt", section=1,
               tip=_n("actions", "Go to the previous frame with points, box or brush work")),
    ActionSpec("jump.next_doubtful", _n("actions", "Next doubtful frame"), ("D",), "go", icon="next-doubt", section=2,
               tip=_n("actions", "Go to the next frame the model is not sure of")),
    ActionSpec("jump.next_hidden", _n("actions", "Next hidden span"), ("Shift+H",), "go", icon="next-hidden", section=2,
               tip=_n("actions", "Go to where the object is out of sight next")),
    ActionSpec("jump.next_return", _n("actions", "Next return"), ("Shift+R",), "go", section=2,
               tip=_n("actions", "Go to where the object comes back into view next")),
    ActionSpec("jump.next_cut", _n("actions", "Next shot cut"), ("Shift+C",), "go", section=2,
               tip=_n("actions", "Go to the first frame of the next shot")),
    ActionSpec("look.original", _n("actions", "Original"), ("1",), "view", checkable=True, icon="image",
               tip=_n("actions", "Show the clip as it is")),
    ActionSpec("look.overlay", _n("actions", "Overlay"), ("2",), "view", checkable=True, icon="looks",
               tip=_n("actions", "Show each object tinted in its colour")),
    ActionSpec("look.outline", _n("actions", "Outline"), ("3",), "view", checkable=True, icon="objects",
               tip=_n("actions", "Show each object's outline")),
    ActionSpec("look.matte", _n("actions", "Matte"), ("4",), "view", checkable=True, icon="hypothesis",
               tip=_n("actions", "Show the matte in black and white")),
    ActionSpec("look.checker", _n("actions", "Cut-out"), ("5",), "view", checkable=True, icon="checker",
               tip=_n("actions", "Show the object on a checkerboard")),
    ActionSpec("look.colour", _n("actions", "On a colour"), ("6",), "view", checkable=True, icon="stop",
               tip=_n("actions", "Show the object on a plain colour")),
    ActionSpec("look.background", _n("actions", "On a background"), ("7",), "view", checkable=True, icon="film",
               tip=_n("actions", "Show the object on a picture or a moving plate")),
    ActionSpec("look.wipe", _n("actions", "A/B wipe"), ("8",), "view", checkable=True, icon="wipe",
               tip=_n("actions", "Compare with the original along a line you can drag")),
    ActionSpec("view.fit", _n("actions", "Fit"), ("F",), "view", icon="zoom-fit", section=1,
               tip=_n("actions", "Fit the picture into the canvas")),
    ActionSpec("view.actual", _n("actions", "100 %"), ("Ctrl+1",), "view", icon="zoom-actual", section=1,
               tip=_n("actions", "One pixel of the picture on one pixel of the screen")),
    ActionSpec("view.zoom_in", _n("actions", "Zoom in"), ("Ctrl++", "Ctrl+="), "view", icon="zoom-in", section=1,
               tip=_n("actions", "Zoom into the picture")),
    ActionSpec("view.zoom_out", _n("actions", "Zoom out"), ("Ctrl+-",), "view", icon="zoom-out", section=1,
               tip=_n("actions", "Zoom out of the picture")),
    ActionSpec("timeline.zoom_in", _n("actions", "Zoom into the timeline"), ("=",), "view",
               icon="timeline-in", section=2,
               tip=_n("actions", "Show fewer frames, larger")),
    ActionSpec("timeline.zoom_out", _n("actions", "Zoom out of the timeline"), ("-",), "view",
               icon="timeline-out", section=2,
               tip=_n("actions", "Show more frames, smaller")),
    ActionSpec("timeline.fit", _n("actions", "Whole clip in the timeline"), ("\\",), "view", section=2,
               tip=_n("actions", "Show all frames at once")),
    ActionSpec("timeline.snap", _n("actions", "Snapping"), ("S",), "view", checkable=True, icon="snap", section=2,
               tip=_n("actions", "Let the playhead stick to prompts, cuts and marks while dragging")),
    ActionSpec("view.fullscreen", _n("actions", "Full screen"), ("F11",), "view", checkable=True, section=3,
               tip=_n("actions", "Give the window the whole screen")),
    ActionSpec("view.reset_layout", _n("actions", "Reset the layout"), (), "view", icon="layout", section=3,
               tip=_n("actions", "Put all panels back where they were at first")),
    ActionSpec("view.palette", _n("actions", "All commands…"), ("Ctrl+Shift+P", "Ctrl+K"), "help", icon="command",
               tip=_n("actions", "Find any command by its name")),
    ActionSpec("view.shortcuts", _n("actions", "Keyboard shortcuts…"), ("Ctrl+Alt+K",), "help", icon="keyboard",
               tip=_n("actions", "See and change every key")),
    ActionSpec("view.tour", _n("actions", "Show me around"), ("F1",), "help", icon="help",
               tip=_n("actions", "Three steps on the sample clip")),
    ActionSpec("help.about", _n("actions", "About ClickMatte"), (), "help", icon="info", section=1,
               tip=_n("actions", "Version, licences and what this machine has")),
)
# fmt: on


def spec(action_id: str) -> ActionSpec:
    """The action with this id. Raises KeyError."""
    for candidate in ACTIONS:
        if candidate.id == action_id:
            return candidate
    raise KeyError(action_id)


def title_of(action: ActionSpec) -> str:
    """Its name in the chosen language."""
    return QCoreApplication.translate("actions", action.title)


def tip_of(action: ActionSpec) -> str:
    """What it does, in the chosen language, without the key."""
    return QCoreApplication.translate("actions", action.tip)


def menu_title(menu: str) -> str:
    """A menu's name in the chosen language, with its mnemonic."""
    return QCoreApplication.translate("menus", dict(MENUS)[menu])


def native_key(portable: str) -> str:
    """A key sequence as this platform writes it."""
    return QKeySequence(portable, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )


def tip_with_key(tip: str, keys: tuple[str, ...]) -> str:
    """A tooltip that names the key, where there is one."""
    return f"{tip} ({native_key(keys[0])})" if keys else tip


def resolve_keys(overrides: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Action id → keys in force. An override replaces all defaults of its action; '' takes the key away.

    Where an override uses another action's default key, the override has it and the other action loses it.
    """
    taken = {_normal(key) for key in overrides.values() if key}
    keys: dict[str, tuple[str, ...]] = {}
    for action in ACTIONS:
        if action.id in overrides:
            keys[action.id] = (overrides[action.id],) if overrides[action.id] else ()
        else:
            keys[action.id] = tuple(key for key in action.keys if _normal(key) not in taken)
    return keys


def _normal(key: str) -> str:
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString()


def build_actions(parent: QObject, triggered: Callable[[str], None]) -> dict[str, QAction]:
    """One QAction for each row of the table, by id; `triggered` hears it. Names and keys are set with `apply_texts`."""
    made: dict[str, QAction] = {}
    for row in ACTIONS:
        action = QAction(parent)
        action.setObjectName(row.id)
        action.setCheckable(row.checkable)
        if row.icon:
            action.setIcon(icons.icon(row.icon))
        if row.on_canvas:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False, name=row.id: triggered(name))
        made[row.id] = action
    return made


def apply_texts(actions: Mapping[str, QAction], keys: Mapping[str, tuple[str, ...]]) -> None:
    """Set names, tips and keys in the chosen language."""
    for row in ACTIONS:
        action = actions[row.id]
        action.setText(title_of(row))
        action.setToolTip(tip_with_key(tip_of(row), keys[row.id]))
        action.setStatusTip("")
        action.setShortcuts([QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in keys[row.id]])
