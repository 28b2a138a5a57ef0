<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About ClickMatte</source>
        <translation>Über ClickMatte</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0.</source>
        <translation>Freie Software unter der Apache-Lizenz 2.0.</translation>
    </message>
    <message>
        <source>Facts about this machine</source>
        <translation>Angaben zu diesem Rechner</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>Version {0}</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Brush {0} px</source>
        <translation>Pinsel {0} px</translation>
    </message>
    <message>
        <source>nearest frame</source>
        <translation>nächstliegendes Bild</translation>
    </message>
    <message>
        <source>Release to leave this out</source>
        <translation>Loslassen, um dies auszuschließen</translation>
    </message>
    <message>
        <source>Release to take what is in the box · Esc cancels</source>
        <translation>Loslassen nimmt, was im Rahmen ist · Esc bricht ab</translation>
    </message>
    <message>
        <source>Release to select this, or drag a box around it</source>
        <translation>Loslassen wählt dies aus; oder einen Rahmen darum ziehen</translation>
    </message>
    <message>
        <source>Drag the point to where it belongs</source>
        <translation>Den Punkt dorthin ziehen, wo er hingehört</translation>
    </message>
    <message>
        <source>Drag the corner to change the box</source>
        <translation>Die Ecke ziehen, um den Rahmen zu ändern</translation>
    </message>
    <message>
        <source>Release to take this out of the mask · Esc cancels</source>
        <translation>Loslassen nimmt dies aus der Maske · Esc bricht ab</translation>
    </message>
    <message>
        <source>Release to add this to the mask · Esc cancels</source>
        <translation>Loslassen fügt dies der Maske hinzu · Esc bricht ab</translation>
    </message>
    <message>
        <source>Original on the left, result on the right</source>
        <translation>Links das Original, rechts das Ergebnis</translation>
    </message>
    <message>
        <source>Drag to move the picture</source>
        <translation>Ziehen, um das Bild zu verschieben</translation>
    </message>
    <message>
        <source>Open a clip to begin, or drop one on the window</source>
        <translation>Zum Beginnen einen Clip öffnen oder auf das Fenster ziehen</translation>
    </message>
    <message>
        <source>Drag to move the picture · wheel zooms</source>
        <translation>Ziehen verschiebt das Bild · das Rad zoomt</translation>
    </message>
    <message>
        <source>Paint what belongs to the object · right button takes away · Alt + wheel or [ ] for the size</source>
        <translation>Malen, was zum Objekt gehört · rechte Taste nimmt weg · Alt + Rad oder [ ] für die Größe</translation>
    </message>
    <message>
        <source>Paint what does not belong · right button adds · Alt + wheel or [ ] for the size</source>
        <translation>Malen, was nicht dazugehört · rechte Taste fügt hinzu · Alt + Rad oder [ ] für die Größe</translation>
    </message>
    <message>
        <source>Drag to move this point · right click or Delete removes it</source>
        <translation>Ziehen verschiebt diesen Punkt · Rechtsklick oder Entf entfernt ihn</translation>
    </message>
    <message>
        <source>Drag to change the box · right click or Delete removes it</source>
        <translation>Ziehen ändert den Rahmen · Rechtsklick oder Entf entfernt ihn</translation>
    </message>
    <message>
        <source>Right click or Delete removes the box</source>
        <translation>Rechtsklick oder Entf entfernt den Rahmen</translation>
    </message>
    <message>
        <source>Point at the thing you want and click · drag a box around it</source>
        <translation>Auf das Gewünschte zeigen und klicken · oder einen Rahmen darum ziehen</translation>
    </message>
    <message>
        <source>Click to leave this out of the selection</source>
        <translation>Klicken, um dies von der Auswahl auszuschließen</translation>
    </message>
    <message>
        <source>Click to select this · Alt or right click leaves out · drag for a box</source>
        <translation>Klicken wählt dies aus · Alt oder Rechtsklick schließt aus · Ziehen für einen Rahmen</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Where the clip goes</source>
        <translation>Wohin der Clip geht</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Which objects are in the file; none checked: all visible ones</source>
        <translation>Welche Objekte in die Datei kommen; ist keines gewählt: alle sichtbaren</translation>
    </message>
    <message>
        <source>One file for each object</source>
        <translation>Eine Datei für jedes Objekt</translation>
    </message>
    <message>
        <source>{object} in the name becomes each object&apos;s name</source>
        <translation>{object} im Namen wird zum Namen des Objekts</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>Whole clip</source>
        <translation>Ganzer Clip</translation>
    </message>
    <message>
        <source>From the first frame to the last</source>
        <translation>Vom ersten bis zum letzten Bild</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Straight keeps the colours whole; premultiplied has them multiplied by alpha</source>
        <translation>Direkt lässt die Farben unverändert; vormultipliziert enthält sie mit Alpha multipliziert</translation>
    </message>
    <message>
        <source>As the destination expects</source>
        <translation>Wie das Ziel es erwartet</translation>
    </message>
    <message>
        <source>Straight</source>
        <translation>Direkt</translation>
    </message>
    <message>
        <source>Premultiplied</source>
        <translation>Vormultipliziert</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>{clip}, {object} and {preset} in the name are filled in</source>
        <translation>{clip}, {object} und {preset} im Namen werden ausgefüllt</translation>
    </message>
    <message>
        <source>Choose where to write</source>
        <translation>Zielordner wählen</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>In die Warteschlange</translation>
    </message>
    <message>
        <source>Exports run in the background, one after another</source>
        <translation>Exporte laufen im Hintergrund, einer nach dem anderen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close without exporting</source>
        <translation>Schließen, ohne zu exportieren</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>What is written</source>
        <translation>Was geschrieben wird</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Click a step to go back or forward to it</source>
        <translation>Auf einen Schritt klicken, um dorthin zurück- oder vorzugehen</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>rückgängig gemacht</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Nothing is running.
Exports and downloads appear here.</source>
        <translation>Nichts läuft gerade.
Exporte und Downloads erscheinen hier.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Cancel this job</source>
        <translation>Diesen Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>Looks</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>Effekt</translation>
    </message>
    <message>
        <source>An effect on the object or on everything else</source>
        <translation>Ein Effekt auf dem Objekt oder auf allem anderen</translation>
    </message>
    <message>
        <source>On the object</source>
        <translation>Auf dem Objekt</translation>
    </message>
    <message>
        <source>On everything else</source>
        <translation>Auf allem anderen</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>Wo das Modell rechnet</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Lower precision is faster where the device supports it</source>
        <translation>Geringere Genauigkeit ist schneller, wo das Gerät sie unterstützt</translation>
    </message>
    <message>
        <source>Download progress</source>
        <translation>Fortschritt des Downloads</translation>
    </message>
    <message>
        <source>More for this model</source>
        <translation>Mehr zu diesem Modell</translation>
    </message>
    <message>
        <source>Compare with the current one on this frame</source>
        <translation>Auf diesem Bild mit dem jetzigen vergleichen</translation>
    </message>
    <message>
        <source>Use a file on this machine…</source>
        <translation>Eine Datei auf diesem Rechner verwenden…</translation>
    </message>
    <message>
        <source>Weights for {0}</source>
        <translation>Gewichte für {0}</translation>
    </message>
    <message>
        <source>Weights (*.pt *.pth *.safetensors)</source>
        <translation>Gewichte (*.pt *.pth *.safetensors)</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>here</source>
        <translation>vorhanden</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>Erneut laden</translation>
    </message>
</context>
<context>
    <name>Objects</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>No objects yet.
Click something in the picture to begin.</source>
        <translation>Noch keine Objekte.
Zum Beginnen etwas im Bild anklicken.</translation>
    </message>
    <message>
        <source>New object</source>
        <translation>Neues Objekt</translation>
    </message>
    <message>
        <source>Start another object; the next click belongs to it (N)</source>
        <translation>Ein weiteres Objekt beginnen; der nächste Klick gehört dazu (N)</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Double-click or F2 to rename</source>
        <translation>Doppelklick oder F2 zum Umbenennen</translation>
    </message>
    <message>
        <source>Solo: show this one alone</source>
        <translation>Solo: nur dieses zeigen</translation>
    </message>
    <message>
        <source>Lock: nothing changes this object</source>
        <translation>Sperren: nichts ändert dieses Objekt</translation>
    </message>
    <message>
        <source>Show or hide</source>
        <translation>Zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Remove this object; undo brings it back</source>
        <translation>Dieses Objekt entfernen; Rückgängig bringt es zurück</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Type what you want to do</source>
        <translation>Tippen, was geschehen soll</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Type a few letters; Enter does it, Escape closes</source>
        <translation>Ein paar Buchstaben tippen; Eingabe führt aus, Esc schließt</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>Gefundene Befehle</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Mend it</source>
        <translation>Beheben</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Copy what happened and facts about this machine to the clipboard</source>
        <translation>Was geschehen ist und Angaben zu diesem Rechner in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Refine</name>
    <message>
        <source>Soft edge</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>How wide the step from inside to outside is</source>
        <translation>Wie breit der Übergang von innen nach außen ist</translation>
    </message>
    <message>
        <source>Choke</source>
        <translation>Kantenlage</translation>
    </message>
    <message>
        <source>Pull the edge in or push it out, and harden it</source>
        <translation>Die Kante nach innen oder außen ziehen und härter machen</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Band</translation>
    </message>
    <message>
        <source>How far from the edge the picture is looked at for hair and fur</source>
        <translation>Wie weit um die Kante das Bild auf Haare und Fell untersucht wird</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>Wachsen</translation>
    </message>
    <message>
        <source>Grow the matte, or shrink it below zero</source>
        <translation>Die Matte wachsen lassen, unter null schrumpfen</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weichzeichnen</translation>
    </message>
    <message>
        <source>Blur the matte&apos;s edge</source>
        <translation>Die Kante der Matte weichzeichnen</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Glätten</translation>
    </message>
    <message>
        <source>Round off a ragged outline</source>
        <translation>Einen ausgefransten Umriss abrunden</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Close holes up to this area</source>
        <translation>Löcher bis zu dieser Fläche schließen</translation>
    </message>
    <message>
        <source>Drop specks</source>
        <translation>Flecken entfernen</translation>
    </message>
    <message>
        <source>Remove specks up to this area</source>
        <translation>Flecken bis zu dieser Fläche entfernen</translation>
    </message>
    <message>
        <source>Frame border</source>
        <translation>Bildrand</translation>
    </message>
    <message>
        <source>Carry the matte to the border of the frame over this width</source>
        <translation>Die Matte über diese Breite bis zum Bildrand führen</translation>
    </message>
    <message>
        <source>De-flicker</source>
        <translation>Entflackern</translation>
    </message>
    <message>
        <source>Calm an edge that chatters from frame to frame, without lag on real motion</source>
        <translation>Eine von Bild zu Bild zitternde Kante beruhigen, ohne echter Bewegung nachzuhängen</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Key frame: hold these settings from here on</source>
        <translation>Schlüsselbild: diese Einstellungen gelten von hier an</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the settings every object begins with</source>
        <translation>Zurück zu den Einstellungen, mit denen jedes Objekt beginnt</translation>
    </message>
    <message>
        <source>How the edge is matched to the picture</source>
        <translation>Wie die Kante an das Bild angepasst wird</translation>
    </message>
    <message>
        <source>Take the screen&apos;s colour off the edge</source>
        <translation>Die Farbe der Leinwand von der Kante nehmen</translation>
    </message>
    <message>
        <source>Remove fringe</source>
        <translation>Farbsaum entfernen</translation>
    </message>
    <message>
        <source>Take the old background&apos;s colour out of soft edges</source>
        <translation>Die Farbe des alten Hintergrunds aus weichen Kanten nehmen</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>Kante</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Über die Zeit</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Despill</source>
        <translation>Despill</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>Follow the picture</source>
        <translation>Dem Bild folgen</translation>
    </message>
    <message>
        <source>Hair and fur</source>
        <translation>Haare und Fell</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>Green screen</source>
        <translation>Greenscreen</translation>
    </message>
    <message>
        <source>Blue screen</source>
        <translation>Bluescreen</translation>
    </message>
    <message>
        <source>Choose an object to refine its matte</source>
        <translation>Ein Objekt wählen, um seine Matte zu verfeinern</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>Nach Namen oder Taste suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Set of keys</source>
        <translation>Tastensatz</translation>
    </message>
    <message>
        <source>Take over the keys you know from another program</source>
        <translation>Die Tasten übernehmen, die man aus einem anderen Programm kennt</translation>
    </message>
    <message>
        <source>Keys like in …</source>
        <translation>Tasten wie in …</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>Press the new key here</source>
        <translation>Hier die neue Taste drücken</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Choose what to give another key</source>
        <translation>Wählen, was eine andere Taste bekommen soll</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>{0} has this key; Set takes it over.</source>
        <translation>{0} hat diese Taste; Setzen übernimmt sie.</translation>
    </message>
    <message>
        <source>Key:</source>
        <translation>Taste:</translation>
    </message>
</context>
<context>
    <name>Slider</name>
    <message>
        <source>Reset {0}</source>
        <translation>{0} zurücksetzen</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Recent projects</source>
        <translation>Zuletzt verwendete Projekte</translation>
    </message>
    <message>
        <source>Open a clip, click a thing, get its matte.</source>
        <translation>Clip öffnen, etwas anklicken, Matte erhalten.</translation>
    </message>
    <message>
        <source>Open a clip…</source>
        <translation>Clip öffnen…</translation>
    </message>
    <message>
        <source>Open a clip, a folder of stills or a project (Ctrl+O)</source>
        <translation>Einen Clip, einen Ordner mit Einzelbildern oder ein Projekt öffnen (Strg+O)</translation>
    </message>
    <message>
        <source>Try the sample clip</source>
        <translation>Mit dem Beispielclip ausprobieren</translation>
    </message>
    <message>
        <source>A short clip that comes with ClickMatte</source>
        <translation>Ein kurzer Clip, der ClickMatte beiliegt</translation>
    </message>
    <message>
        <source>or drop a clip, a folder of stills, a picture or a project anywhere on this window</source>
        <translation>oder einen Clip, einen Ordner mit Einzelbildern, ein Bild oder ein Projekt irgendwo auf dieses Fenster ziehen</translation>
    </message>
    <message>
        <source>Take {0} off this list</source>
        <translation>{0} aus dieser Liste nehmen</translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>Die Datei ist nicht mehr da</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>What a click does</source>
        <translation>Was ein Klick bewirkt</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>prompted here</source>
        <translation>hier angeklickt</translation>
    </message>
    <message>
        <source>comes back here</source>
        <translation>kehrt hier zurück</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>zweifelhaft</translation>
    </message>
    <message>
        <source>not tracked</source>
        <translation>nicht verfolgt</translation>
    </message>
    <message>
        <source>tracked</source>
        <translation>verfolgt</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>out of date: track again</source>
        <translation>veraltet: neu verfolgen</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Frames, prompts and confidence appear here</source>
        <translation>Bilder, Eingaben und Sicherheit erscheinen hier</translation>
    </message>
    <message>
        <source>No objects yet · click something in the picture</source>
        <translation>Noch keine Objekte · etwas im Bild anklicken</translation>
    </message>
    <message>
        <source>presence</source>
        <translation>Anwesenheit</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Lock these frames</source>
        <translation>Diese Bilder sperren</translation>
    </message>
    <message>
        <source>Unlock these frames</source>
        <translation>Diese Bilder entsperren</translation>
    </message>
    <message>
        <source>frame {0}</source>
        <translation>Bild {0}</translation>
    </message>
    <message>
        <source>shot cut</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Drag to move through the clip; Shift and drag selects frames; the wheel zooms</source>
        <translation>Ziehen bewegt durch den Clip; Umschalt und Ziehen wählt Bilder aus; das Rad zoomt</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Point and click</source>
        <translation>Zeigen und klicken</translation>
    </message>
    <message>
        <source>Move over the picture: you see the mask a click would give. Click to take it. Alt or right click leaves something out, a drag makes a box.</source>
        <translation>Über das Bild fahren: zu sehen ist die Maske, die ein Klick ergäbe. Klicken übernimmt sie. Alt oder Rechtsklick schließt etwas aus, Ziehen macht einen Rahmen.</translation>
    </message>
    <message>
        <source>Track it</source>
        <translation>Verfolgen</translation>
    </message>
    <message>
        <source>Press T to follow the object both ways. Go on working meanwhile: a click on any frame mends the result from there. Hatched stretches are where it is out of sight.</source>
        <translation>T drücken, um dem Objekt in beide Richtungen zu folgen. Dabei weiterarbeiten: ein Klick auf irgendeinem Bild bessert das Ergebnis von dort an aus. In schraffierten Strecken ist es nicht zu sehen.</translation>
    </message>
    <message>
        <source>Take it with you</source>
        <translation>Mitnehmen</translation>
    </message>
    <message>
        <source>Soften the edge in Refine, then export by where the clip goes next. Exports run in the background and are checked when they are done.</source>
        <translation>Unter Verfeinern die Kante weicher machen, dann danach exportieren, wohin der Clip als Nächstes geht. Exporte laufen im Hintergrund und werden am Ende geprüft.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Open the sample clip</source>
        <translation>Beispielclip öffnen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>Tracking</name>
    <message>
        <source>What is being tracked</source>
        <translation>Was verfolgt wird</translation>
    </message>
    <message>
        <source>Speed, time left and memory</source>
        <translation>Geschwindigkeit, Restzeit und Speicher</translation>
    </message>
    <message>
        <source>Tracking progress</source>
        <translation>Fortschritt der Verfolgung</translation>
    </message>
    <message>
        <source>How much of the range is tracked</source>
        <translation>Wie viel des Bereichs verfolgt ist</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Verfolgen</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Type a timecode, a frame number, or +12 and −12, then Enter</source>
        <translation>Einen Timecode, eine Bildnummer oder +12 und −12 tippen, dann Eingabe</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Dropped frames</source>
        <translation>Ausgelassene Bilder</translation>
    </message>
    <message>
        <source>Frames left out since playing began, to keep time with the sound</source>
        <translation>Seit Beginn der Wiedergabe ausgelassene Bilder, um mit dem Ton Schritt zu halten</translation>
    </message>
    <message>
        <source>{0} dropped</source>
        <translation>{0} ausgelassen</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open clips</source>
        <translation>Offene Clips</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Bedienfelder</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Open a clip, stills or a project</source>
        <translation>Clip, Einzelbilder oder Projekt öffnen</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Kopie sichern</translation>
    </message>
    <message>
        <source>Projects (*.clickmatte)</source>
        <translation>Projekte (*.clickmatte)</translation>
    </message>
    <message>
        <source>Find the clip</source>
        <translation>Den Clip suchen</translation>
    </message>
    <message>
        <source>Everything that opens</source>
        <translation>Alles, was sich öffnen lässt</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Stills</source>
        <translation>Einzelbilder</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Drop to open. What is open now stays open.</source>
        <translation>Zum Öffnen loslassen. Was jetzt offen ist, bleibt offen.</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open a clip, a folder of stills or a project</source>
        <translation>Einen Clip, einen Ordner mit Einzelbildern oder ein Projekt öffnen</translation>
    </message>
    <message>
        <source>Open the sample clip</source>
        <translation>Beispielclip öffnen</translation>
    </message>
    <message>
        <source>Try ClickMatte on a short clip that comes with it</source>
        <translation>ClickMatte an einem kurzen Clip ausprobieren, der beiliegt</translation>
    </message>
    <message>
        <source>Save a copy of the project…</source>
        <translation>Kopie des Projekts sichern…</translation>
    </message>
    <message>
        <source>Your work is saved as you go; this makes a second file</source>
        <translation>Die Arbeit wird laufend gesichert; dies macht eine zweite Datei</translation>
    </message>
    <message>
        <source>Find the clip again…</source>
        <translation>Den Clip wiederfinden…</translation>
    </message>
    <message>
        <source>Point the project to where its clip is now</source>
        <translation>Dem Projekt zeigen, wo sein Clip jetzt liegt</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Write the matte for where the clip goes next</source>
        <translation>Die Matte für das nächste Ziel des Clips schreiben</translation>
    </message>
    <message>
        <source>Next clip</source>
        <translation>Nächster Clip</translation>
    </message>
    <message>
        <source>Show the next open project</source>
        <translation>Das nächste offene Projekt zeigen</translation>
    </message>
    <message>
        <source>Previous clip</source>
        <translation>Voriger Clip</translation>
    </message>
    <message>
        <source>Show the previous open project</source>
        <translation>Das vorige offene Projekt zeigen</translation>
    </message>
    <message>
        <source>Close the clip</source>
        <translation>Clip schließen</translation>
    </message>
    <message>
        <source>Close this project; everything is saved</source>
        <translation>Dieses Projekt schließen; alles ist gesichert</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Close ClickMatte; everything is saved</source>
        <translation>ClickMatte schließen; alles ist gesichert</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last step, tracked results included</source>
        <translation>Den letzten Schritt zurücknehmen, auch verfolgte Ergebnisse</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Do the step again</source>
        <translation>Den Schritt noch einmal ausführen</translation>
    </message>
    <message>
        <source>Copy the cut-out</source>
        <translation>Freisteller kopieren</translation>
    </message>
    <message>
        <source>Copy this frame&apos;s cut-out with transparency to the clipboard</source>
        <translation>Den Freisteller dieses Bildes mit Transparenz in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Delete the prompts here</source>
        <translation>Eingaben hier löschen</translation>
    </message>
    <message>
        <source>Remove the active object&apos;s points and box on this frame</source>
        <translation>Punkte und Rahmen des aktiven Objekts auf diesem Bild entfernen</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>Hier nicht</translation>
    </message>
    <message>
        <source>Say that the active object is not in this frame</source>
        <translation>Sagen, dass das aktive Objekt in diesem Bild nicht vorkommt</translation>
    </message>
    <message>
        <source>Next reading of the click</source>
        <translation>Nächste Deutung des Klicks</translation>
    </message>
    <message>
        <source>Cycle through the three masks one click can mean</source>
        <translation>Die drei Masken durchgehen, die ein Klick bedeuten kann</translation>
    </message>
    <message>
        <source>Click and box</source>
        <translation>Klick und Rahmen</translation>
    </message>
    <message>
        <source>Click the object; Alt or right click leaves out; drag a box around it</source>
        <translation>Das Objekt anklicken; Alt oder Rechtsklick schließt aus; Ziehen macht einen Rahmen</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Paint what belongs to the object</source>
        <translation>Malen, was zum Objekt gehört</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Paint what does not belong to the object</source>
        <translation>Malen, was nicht zum Objekt gehört</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>Move the picture; the middle button or Space and drag does it with any tool</source>
        <translation>Das Bild verschieben; mit der mittleren Taste oder Leertaste und Ziehen geht es mit jedem Werkzeug</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <source>Make brush and eraser larger</source>
        <translation>Pinsel und Radierer vergrößern</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Make brush and eraser smaller</source>
        <translation>Pinsel und Radierer verkleinern</translation>
    </message>
    <message>
        <source>New object</source>
        <translation>Neues Objekt</translation>
    </message>
    <message>
        <source>Start another object; the next click belongs to it</source>
        <translation>Ein weiteres Objekt beginnen; der nächste Klick gehört dazu</translation>
    </message>
    <message>
        <source>Remove the object</source>
        <translation>Objekt entfernen</translation>
    </message>
    <message>
        <source>Remove the active object with its masks; undo brings it back</source>
        <translation>Das aktive Objekt mit seinen Masken entfernen; Rückgängig bringt es zurück</translation>
    </message>
    <message>
        <source>Next object</source>
        <translation>Nächstes Objekt</translation>
    </message>
    <message>
        <source>Make the next object the active one</source>
        <translation>Das nächste Objekt zum aktiven machen</translation>
    </message>
    <message>
        <source>Previous object</source>
        <translation>Voriges Objekt</translation>
    </message>
    <message>
        <source>Make the previous object the active one</source>
        <translation>Das vorige Objekt zum aktiven machen</translation>
    </message>
    <message>
        <source>Show or hide</source>
        <translation>Zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the active object</source>
        <translation>Das aktive Objekt zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>Sperren oder entsperren</translation>
    </message>
    <message>
        <source>Keep the active object from being changed</source>
        <translation>Das aktive Objekt vor Änderungen schützen</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Show the active object alone</source>
        <translation>Nur das aktive Objekt zeigen</translation>
    </message>
    <message>
        <source>Bring forward</source>
        <translation>Nach vorn</translation>
    </message>
    <message>
        <source>Draw the active object over the one in front of it</source>
        <translation>Das aktive Objekt vor das nächste davor legen</translation>
    </message>
    <message>
        <source>Send backward</source>
        <translation>Nach hinten</translation>
    </message>
    <message>
        <source>Draw the active object under the one behind it</source>
        <translation>Das aktive Objekt hinter das nächste dahinter legen</translation>
    </message>
    <message>
        <source>Lock this span</source>
        <translation>Diese Strecke sperren</translation>
    </message>
    <message>
        <source>Keep the masks around the playhead as they are, whatever is tracked</source>
        <translation>Die Masken um den Abspielkopf behalten, was auch verfolgt wird</translation>
    </message>
    <message>
        <source>Unlock this span</source>
        <translation>Diese Strecke entsperren</translation>
    </message>
    <message>
        <source>Let tracking change the masks around the playhead again</source>
        <translation>Die Verfolgung darf die Masken um den Abspielkopf wieder ändern</translation>
    </message>
    <message>
        <source>Track both ways</source>
        <translation>In beide Richtungen verfolgen</translation>
    </message>
    <message>
        <source>Follow the object forwards and backwards from here</source>
        <translation>Dem Objekt von hier aus vorwärts und rückwärts folgen</translation>
    </message>
    <message>
        <source>Track forwards</source>
        <translation>Vorwärts verfolgen</translation>
    </message>
    <message>
        <source>Follow the object to the end or the out point</source>
        <translation>Dem Objekt bis zum Ende oder Out-Punkt folgen</translation>
    </message>
    <message>
        <source>Track backwards</source>
        <translation>Rückwärts verfolgen</translation>
    </message>
    <message>
        <source>Follow the object to the start or the in point</source>
        <translation>Dem Objekt bis zum Anfang oder In-Punkt folgen</translation>
    </message>
    <message>
        <source>Track the selection</source>
        <translation>Auswahl verfolgen</translation>
    </message>
    <message>
        <source>Track only the frames selected in the timeline, or from in to out</source>
        <translation>Nur die in der Zeitleiste gewählten Bilder verfolgen, sonst von In bis Out</translation>
    </message>
    <message>
        <source>Track one frame forwards</source>
        <translation>Ein Bild vorwärts verfolgen</translation>
    </message>
    <message>
        <source>Follow the object to the next frame and stop there</source>
        <translation>Dem Objekt zum nächsten Bild folgen und dort anhalten</translation>
    </message>
    <message>
        <source>Track one frame backwards</source>
        <translation>Ein Bild rückwärts verfolgen</translation>
    </message>
    <message>
        <source>Follow the object to the previous frame and stop there</source>
        <translation>Dem Objekt zum vorigen Bild folgen und dort anhalten</translation>
    </message>
    <message>
        <source>Pause tracking</source>
        <translation>Verfolgung anhalten</translation>
    </message>
    <message>
        <source>Hold tracking; what is done stays</source>
        <translation>Die Verfolgung anhalten; was fertig ist, bleibt</translation>
    </message>
    <message>
        <source>Stop tracking</source>
        <translation>Verfolgung beenden</translation>
    </message>
    <message>
        <source>Stop tracking; what is done stays</source>
        <translation>Die Verfolgung beenden; was fertig ist, bleibt</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Wiedergabe oder Pause</translation>
    </message>
    <message>
        <source>Play backwards</source>
        <translation>Rückwärts abspielen</translation>
    </message>
    <message>
        <source>Play backwards; again for faster</source>
        <translation>Rückwärts abspielen; noch einmal für schneller</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play forwards</source>
        <translation>Vorwärts abspielen</translation>
    </message>
    <message>
        <source>Play forwards; again for faster</source>
        <translation>Vorwärts abspielen; noch einmal für schneller</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation>Zehn Bilder zurück</translation>
    </message>
    <message>
        <source>Ten frames on</source>
        <translation>Zehn Bilder weiter</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Go to the first frame</source>
        <translation>Zum ersten Bild gehen</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Go to the last frame</source>
        <translation>Zum letzten Bild gehen</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Play the marked range again and again</source>
        <translation>Den markierten Bereich immer wieder abspielen</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Play without sound</source>
        <translation>Ohne Ton abspielen</translation>
    </message>
    <message>
        <source>Mark in</source>
        <translation>In-Punkt setzen</translation>
    </message>
    <message>
        <source>The range starts at this frame</source>
        <translation>Der Bereich beginnt bei diesem Bild</translation>
    </message>
    <message>
        <source>Mark out</source>
        <translation>Out-Punkt setzen</translation>
    </message>
    <message>
        <source>The range ends after this frame</source>
        <translation>Der Bereich endet nach diesem Bild</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
    </message>
    <message>
        <source>Use the whole clip again</source>
        <translation>Wieder den ganzen Clip verwenden</translation>
    </message>
    <message>
        <source>Next prompt</source>
        <translation>Nächste Eingabe</translation>
    </message>
    <message>
        <source>Go to the next frame with points, box or brush work</source>
        <translation>Zum nächsten Bild mit Punkten, Rahmen oder Pinselarbeit gehen</translation>
    </message>
    <message>
        <source>Previous prompt</source>
        <translation>Vorige Eingabe</translation>
    </message>
    <message>
        <source>Go to the previous frame with points, box or brush work</source>
        <translation>Zum vorigen Bild mit Punkten, Rahmen oder Pinselarbeit gehen</translation>
    </message>
    <message>
        <source>Next doubtful frame</source>
        <translation>Nächstes zweifelhaftes Bild</translation>
    </message>
    <message>
        <source>Go to the next frame the model is not sure of</source>
        <translation>Zum nächsten Bild gehen, bei dem das Modell unsicher ist</translation>
    </message>
    <message>
        <source>Next hidden span</source>
        <translation>Nächste verdeckte Strecke</translation>
    </message>
    <message>
        <source>Go to where the object is out of sight next</source>
        <translation>Dorthin gehen, wo das Objekt als Nächstes nicht zu sehen ist</translation>
    </message>
    <message>
        <source>Next return</source>
        <translation>Nächste Rückkehr</translation>
    </message>
    <message>
        <source>Go to where the object comes back into view next</source>
        <translation>Dorthin gehen, wo das Objekt als Nächstes zurückkehrt</translation>
    </message>
    <message>
        <source>Next shot cut</source>
        <translation>Nächster Schnitt</translation>
    </message>
    <message>
        <source>Go to the first frame of the next shot</source>
        <translation>Zum ersten Bild der nächsten Einstellung gehen</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Show the clip as it is</source>
        <translation>Den Clip zeigen, wie er ist</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Überlagerung</translation>
    </message>
    <message>
        <source>Show each object tinted in its colour</source>
        <translation>Jedes Objekt in seiner Farbe getönt zeigen</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Show each object&apos;s outline</source>
        <translation>Den Umriss jedes Objekts zeigen</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Matte</translation>
    </message>
    <message>
        <source>Show the matte in black and white</source>
        <translation>Die Matte in Schwarz und Weiß zeigen</translation>
    </message>
    <message>
        <source>Cut-out</source>
        <translation>Freisteller</translation>
    </message>
    <message>
        <source>Show the object on a checkerboard</source>
        <translation>Das Objekt auf einem Karomuster zeigen</translation>
    </message>
    <message>
        <source>On a colour</source>
        <translation>Auf Farbe</translation>
    </message>
    <message>
        <source>Show the object on a plain colour</source>
        <translation>Das Objekt auf einer einfarbigen Fläche zeigen</translation>
    </message>
    <message>
        <source>On a background</source>
        <translation>Auf Hintergrund</translation>
    </message>
    <message>
        <source>Show the object on a picture or a moving plate</source>
        <translation>Das Objekt auf einem Bild oder bewegten Hintergrund zeigen</translation>
    </message>
    <message>
        <source>A/B wipe</source>
        <translation>A/B-Vergleich</translation>
    </message>
    <message>
        <source>Compare with the original along a line you can drag</source>
        <translation>Entlang einer ziehbaren Linie mit dem Original vergleichen</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fit the picture into the canvas</source>
        <translation>Das Bild in die Arbeitsfläche einpassen</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>One pixel of the picture on one pixel of the screen</source>
        <translation>Ein Bildpunkt des Clips auf einem Bildpunkt des Monitors</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom into the picture</source>
        <translation>In das Bild hineinzoomen</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom out of the picture</source>
        <translation>Aus dem Bild herauszoomen</translation>
    </message>
    <message>
        <source>Zoom into the timeline</source>
        <translation>In die Zeitleiste hineinzoomen</translation>
    </message>
    <message>
        <source>Show fewer frames, larger</source>
        <translation>Weniger Bilder, größer</translation>
    </message>
    <message>
        <source>Zoom out of the timeline</source>
        <translation>Aus der Zeitleiste herauszoomen</translation>
    </message>
    <message>
        <source>Show more frames, smaller</source>
        <translation>Mehr Bilder, kleiner</translation>
    </message>
    <message>
        <source>Whole clip in the timeline</source>
        <translation>Ganzer Clip in der Zeitleiste</translation>
    </message>
    <message>
        <source>Show all frames at once</source>
        <translation>Alle Bilder auf einmal zeigen</translation>
    </message>
    <message>
        <source>Snapping</source>
        <translation>Einrasten</translation>
    </message>
    <message>
        <source>Let the playhead stick to prompts, cuts and marks while dragging</source>
        <translation>Den Abspielkopf beim Ziehen an Eingaben, Schnitten und Marken einrasten lassen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Give the window the whole screen</source>
        <translation>Dem Fenster den ganzen Bildschirm geben</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Put all panels back where they were at first</source>
        <translation>Alle Bedienfelder dorthin legen, wo sie anfangs waren</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>Alle Befehle…</translation>
    </message>
    <message>
        <source>Find any command by its name</source>
        <translation>Jeden Befehl nach Namen finden</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>Tastenkürzel…</translation>
    </message>
    <message>
        <source>See and change every key</source>
        <translation>Jede Taste sehen und ändern</translation>
    </message>
    <message>
        <source>Show me around</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>Three steps on the sample clip</source>
        <translation>Drei Schritte am Beispielclip</translation>
    </message>
    <message>
        <source>About ClickMatte</source>
        <translation>Über ClickMatte</translation>
    </message>
    <message>
        <source>Version, licences and what this machine has</source>
        <translation>Version, Lizenzen und was dieser Rechner hat</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Überlagerung</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Matte</translation>
    </message>
    <message>
        <source>Cut-out</source>
        <translation>Freisteller</translation>
    </message>
    <message>
        <source>On a colour</source>
        <translation>Auf Farbe</translation>
    </message>
    <message>
        <source>On a background</source>
        <translation>Auf Hintergrund</translation>
    </message>
    <message>
        <source>A/B wipe</source>
        <translation>A/B-Vergleich</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>Pixelate</source>
        <translation>Verpixeln</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Schwarzweiß</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Glow</source>
        <translation>Leuchten</translation>
    </message>
    <message>
        <source>Solid fill</source>
        <translation>Einfarbig</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Umgekehrt</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Picture or clip</source>
        <translation>Bild oder Clip</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Object</source>
        <translation>&amp;Objekt</translation>
    </message>
    <message>
        <source>&amp;Track</source>
        <translation>&amp;Verfolgen</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
</TS>
