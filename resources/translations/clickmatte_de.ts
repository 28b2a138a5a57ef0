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
        <source>Drag to move the line between the original and the result</source>
        <translation>Ziehen verschiebt die Linie zwischen Original und Ergebnis</translation>
    </message>
    <message>
        <source>{0} is locked: unlock it to change it, or start a new object</source>
        <translation>{0} ist gesperrt: zum Ändern entsperren oder ein neues Objekt beginnen</translation>
    </message>
    <message>
        <source>There is no object to take away from: choose one in the list</source>
        <translation>Kein Objekt, von dem etwas wegzunehmen wäre: eines in der Liste wählen</translation>
    </message>
    <message>
        <source>Paint what does not belong to {0} · right button adds · Alt + wheel or [ ] for the size</source>
        <translation>Übermalen, was nicht zu {0} gehört · rechte Taste fügt hinzu · Alt + Mausrad oder [ ] für die Größe</translation>
    </message>
    <message>
        <source>Paint a new object · Alt + wheel or [ ] for the size</source>
        <translation>Ein neues Objekt malen · Alt + Mausrad oder [ ] für die Größe</translation>
    </message>
    <message>
        <source>Paint what belongs to {0} · right button takes away · Alt + wheel or [ ] for the size</source>
        <translation>Übermalen, was zu {0} gehört · rechte Taste nimmt weg · Alt + Mausrad oder [ ] für die Größe</translation>
    </message>
    <message>
        <source>Tab for another meaning · drag to move this point · right click removes it</source>
        <translation>Tab für eine andere Deutung · Ziehen verschiebt den Punkt · Rechtsklick entfernt ihn</translation>
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
        <source>There is no object to leave this out of: choose one in the list</source>
        <translation>Kein Objekt, von dem dies auszuschließen wäre: eines in der Liste wählen</translation>
    </message>
    <message>
        <source>Click to select this as a new object · drag for a box</source>
        <translation>Klicken wählt dies als neues Objekt aus · Ziehen für einen Rahmen</translation>
    </message>
    <message>
        <source>Click to leave this out of {0}</source>
        <translation>Klicken schließt dies von {0} aus</translation>
    </message>
    <message>
        <source>Click to add this to {0} · Alt or right click leaves out · drag for a box</source>
        <translation>Klicken fügt dies zu {0} hinzu · Alt oder Rechtsklick schließt aus · Ziehen für einen Rahmen</translation>
    </message>
</context>
<context>
    <name>Clip</name>
    <message>
        <source>The clip</source>
        <translation>Der Clip</translation>
    </message>
    <message>
        <source>Deinterlace</source>
        <translation>Deinterlacing</translation>
    </message>
    <message>
        <source>Make one whole picture of the two fields of each frame</source>
        <translation>Aus den beiden Halbbildern jedes Bildes ein ganzes machen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>What the colours are taken for where the file does not say</source>
        <translation>Wofür die Farben gehalten werden, wenn die Datei es nicht sagt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>How it is read</source>
        <translation>Wie er gelesen wird</translation>
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
        <source>Only tracked frames</source>
        <translation>Nur verfolgte Bilder</translation>
    </message>
    <message>
        <source>Leave out what has no mask at either end</source>
        <translation>Was an beiden Enden keine Maske hat, weglassen</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Umgekehrt</translation>
    </message>
    <message>
        <source>Everything but the objects: a clean plate&apos;s matte</source>
        <translation>Alles außer den Objekten</translation>
    </message>
    <message>
        <source>Cut to the objects</source>
        <translation>Auf die Objekte zuschneiden</translation>
    </message>
    <message>
        <source>Only the box that the objects need over the whole range; where it lies is noted</source>
        <translation>Nur der Rahmen, den die Objekte im ganzen Bereich brauchen; seine Lage wird notiert</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Smaller than the clip, for previews and pages</source>
        <translation>Kleiner als der Clip, für Vorschauen und Seiten</translation>
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
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>The matte, or the look and effect of the window</source>
        <translation>Die Matte oder die Ansicht mit Effekt aus dem Fenster</translation>
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
        <source>As shown: {0}</source>
        <translation>Wie gezeigt: {0}</translation>
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
        <source>Beside it</source>
        <translation>Daneben</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>Timelines, scripts and tracks for other programs</source>
        <translation>Timelines, Skripte und Spuren für andere Programme</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
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
        <source>Input size</source>
        <translation>Eingabegröße</translation>
    </message>
    <message>
        <source>How large the model sees the picture: smaller is faster, and coarser</source>
        <translation>Wie groß das Modell das Bild sieht: kleiner ist schneller und gröber</translation>
    </message>
    <message>
        <source>Comparing with {0}…</source>
        <translation>Vergleich mit {0}…</translation>
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
        <source>Cancel the download</source>
        <translation>Download abbrechen</translation>
    </message>
    <message>
        <source>Throws away what has come</source>
        <translation>Verwirft, was schon da ist</translation>
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
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0} of {1}, paused</source>
        <translation>{0} von {1}, angehalten</translation>
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
        <source>In front of: cut this object out of others</source>
        <translation>Vor anderen: dieses Objekt aus anderen ausschneiden</translation>
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
    <message>
        <source>In front of</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>{0} is in front of</source>
        <translation>{0} ist vor</translation>
    </message>
    <message>
        <source>{0} is cut out of the matte of {1}, in the picture and in exports</source>
        <translation>{0} wird aus der Matte von {1} ausgeschnitten, im Bild und in Exporten</translation>
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
        <source>Strands</source>
        <translation>Strähnen</translation>
    </message>
    <message>
        <source>How far from the edge single strands of hair are looked for</source>
        <translation>Wie weit vom Rand nach einzelnen Haaren gesucht wird</translation>
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
        <source>Drop islands</source>
        <translation>Inseln entfernen</translation>
    </message>
    <message>
        <source>Remove pieces far from the object that are smaller than this share of it; near ones need less</source>
        <translation>Teile weit weg vom Objekt entfernen, die kleiner als dieser Anteil von ihm sind; nahe brauchen weniger</translation>
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
        <source>Blend painted</source>
        <translation>Gemaltes blenden</translation>
    </message>
    <message>
        <source>Over how many frames on each side a painted frame fades into the tracked ones</source>
        <translation>Über wie viele Bilder auf jeder Seite ein gemaltes Bild in die verfolgten übergeht</translation>
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
        <source>Nothing outside this object&apos;s matte remains</source>
        <translation>Außerhalb der Maske dieses Objekts bleibt nichts</translation>
    </message>
    <message>
        <source>Everything inside this object&apos;s matte is solid</source>
        <translation>Alles innerhalb der Maske dieses Objekts ist deckend</translation>
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
        <source>Rough masks</source>
        <translation>Grobe Masken</translation>
    </message>
    <message>
        <source>Garbage</source>
        <translation>Außenmaske</translation>
    </message>
    <message>
        <source>Core</source>
        <translation>Kernmaske</translation>
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
    <message>
        <source>Drag to move this end of the range</source>
        <translation>Ziehen verschiebt dieses Ende des Bereichs</translation>
    </message>
    <message>
        <source>Click to make this the active object</source>
        <translation>Klicken macht dies zum aktiven Objekt</translation>
    </message>
    <message>
        <source>Drag to move the playhead · Shift + drag selects frames · right click locks them · wheel zooms</source>
        <translation>Ziehen bewegt die Abspielposition · Umschalt + Ziehen wählt Bilder aus · Rechtsklick sperrt sie · Mausrad zoomt</translation>
    </message>
    <message>
        <source>Drag to move the playhead · Shift + drag selects frames · wheel zooms</source>
        <translation>Ziehen bewegt die Abspielposition · Umschalt + Ziehen wählt Bilder aus · Mausrad zoomt</translation>
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
        <source>Open a folder of stills</source>
        <translation>Ordner mit Einzelbildern öffnen</translation>
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
        <source>Open a folder of stills…</source>
        <translation>Ordner mit Einzelbildern öffnen…</translation>
    </message>
    <message>
        <source>Open numbered stills as one clip</source>
        <translation>Nummerierte Einzelbilder als einen Clip öffnen</translation>
    </message>
    <message>
        <source>Open the whole sequence</source>
        <translation>Ganze Bildfolge öffnen</translation>
    </message>
    <message>
        <source>Open all numbered stills that lie beside this one</source>
        <translation>Alle nummerierten Einzelbilder öffnen, die neben diesem liegen</translation>
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
        <source>About the clip…</source>
        <translation>Über den Clip…</translation>
    </message>
    <message>
        <source>What the clip is, and how it is read: deinterlacing, colours</source>
        <translation>Was der Clip ist und wie er gelesen wird: Deinterlacing, Farben</translation>
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
        <source>Look closer</source>
        <translation>Näher hinsehen</translation>
    </message>
    <message>
        <source>Track a small object again from nearby: finer outlines, less is lost</source>
        <translation>Ein kleines Objekt noch einmal aus der Nähe verfolgen: feinere Umrisse, weniger geht verloren</translation>
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
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>forwards</source>
        <translation>vorwärts</translation>
    </message>
    <message>
        <source>backwards</source>
        <translation>rückwärts</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
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
<context>
    <name>messages</name>
    <message>
        <source> (first at {0} s)</source>
        <translation> (zuerst bei {0} s)</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; cannot be read as JSON.</source>
        <translation>„{0}“ ist kein lesbares JSON.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; cannot be read as TorchScript.</source>
        <translation>„{0}“ ist kein lesbares TorchScript.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; could not be encoded as {1} ({2}).</source>
        <translation>„{0}“ ließ sich nicht als {1} kodieren ({2}).</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; could not be written ({1}).</source>
        <translation>„{0}“ ließ sich nicht schreiben ({1}).</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has no &apos;forward&apos;.</source>
        <translation>„{0}“ hat kein „forward“.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has no frame number for a name.</source>
        <translation>„{0}“ hat keine Bildnummer als Namen.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has no mask on {1} of {2} frames; there it is exported as empty.</source>
        <translation>„{0}“ hat auf {1} von {2} Bildern keine Maske; dort wird es leer exportiert.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds weights, but no network to run them in.</source>
        <translation>„{0}“ enthält Gewichte, aber kein Netz, in dem sie laufen.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; in the model&apos;s configuration is not a table.</source>
        <translation>„{0}“ in der Konfiguration des Modells ist keine Tabelle.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; in the model&apos;s configuration should be a list, not {1}.</source>
        <translation>„{0}“ in der Konfiguration des Modells muss eine Liste sein, nicht {1}.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; in the model&apos;s configuration should be of type {1}, not {2}.</source>
        <translation>„{0}“ in der Konfiguration des Modells muss vom Typ {1} sein, nicht {2}.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; in the weights holds values that are not numbers.</source>
        <translation>„{0}“ in den Gewichten enthält Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; in the weights is of type {1}, which this model cannot use.</source>
        <translation>„{0}“ in den Gewichten ist vom Typ {1}, den dieses Modell nicht verwenden kann.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; in the weights is {1}, but this model needs {2}.</source>
        <translation>„{0}“ in den Gewichten ist {1}, dieses Modell braucht aber {2}.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is a file; pictures need a folder.</source>
        <translation>„{0}“ ist eine Datei; Einzelbilder brauchen einen Ordner.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is a folder.</source>
        <translation>„{0}“ ist ein Ordner.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is damaged.</source>
        <translation>„{0}“ ist beschädigt.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is neither a COCO nor an SA-V file.</source>
        <translation>„{0}“ ist weder eine COCO- noch eine SA-V-Datei.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no COCO file with run lengths.</source>
        <translation>„{0}“ ist keine COCO-Datei mit Lauflängen.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no SA-V file.</source>
        <translation>„{0}“ ist keine SA-V-Datei.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no TorchScript file.</source>
        <translation>„{0}“ ist keine TorchScript-Datei.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no colour guess.</source>
        <translation>„{0}“ ist keine Farbannahme.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no colour standard.</source>
        <translation>„{0}“ ist kein Farbstandard.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no despill; there are {1}.</source>
        <translation>„{0}“ ist keine Farbsaum-Korrektur; es gibt {1}.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no device.</source>
        <translation>„{0}“ ist kein Gerät.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no direction.</source>
        <translation>„{0}“ ist keine Richtung.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no edge refinement; there are {1}.</source>
        <translation>„{0}“ ist keine Kantenverfeinerung; es gibt {1}.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no indexed picture.</source>
        <translation>„{0}“ ist kein indiziertes Bild.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no pattern for the names of pictures.</source>
        <translation>„{0}“ ist kein Muster für Bildnamen.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no picture that can be read.</source>
        <translation>„{0}“ ist kein lesbares Bild.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no picture.</source>
        <translation>„{0}“ ist kein Bild.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no precision.</source>
        <translation>„{0}“ ist keine Genauigkeit.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a folder.</source>
        <translation>„{0}“ ist kein Ordner.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a range of frames.</source>
        <translation>„{0}“ ist kein Bereich von Bildern.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a web address.</source>
        <translation>„{0}“ ist keine Webadresse.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not the kind of JSON that was expected.</source>
        <translation>„{0}“ ist nicht das erwartete JSON.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is one picture, but {1} frames are to be written.</source>
        <translation>„{0}“ ist ein einzelnes Bild, geschrieben werden sollen aber {1} Bilder.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is too large.</source>
        <translation>„{0}“ ist zu groß.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is used by another program; the export was kept as &apos;{1}&apos;.</source>
        <translation>„{0}“ wird von einem anderen Programm benutzt; der Export wurde als „{1}“ aufgehoben.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; may not be written.</source>
        <translation>„{0}“ darf nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; may not be written: the disk is read-only.</source>
        <translation>„{0}“ darf nicht geschrieben werden: Der Datenträger ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; takes ({1}), not (image, trimap).</source>
        <translation>„{0}“ nimmt ({1}), nicht (image, trimap).</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; wants to read or write files; it is not run.</source>
        <translation>„{0}“ will Dateien lesen oder schreiben; es wird nicht ausgeführt.</translation>
    </message>
    <message>
        <source>, pixel aspect {0}:{1}</source>
        <translation>, Pixelseitenverhältnis {0}:{1}</translation>
    </message>
    <message>
        <source>, turned by {0}°</source>
        <translation>, um {0}° gedreht</translation>
    </message>
    <message>
        <source>, variable</source>
        <translation>, variabel</translation>
    </message>
    <message>
        <source>, with alpha</source>
        <translation>, mit Alpha</translation>
    </message>
    <message>
        <source>1 damaged packet{0}; the pictures there may show errors.</source>
        <translation>1 beschädigtes Paket{0}; die Bilder dort können Fehler zeigen.</translation>
    </message>
    <message>
        <source>1 frame cannot be decoded{0}; the picture before is shown instead.</source>
        <translation>1 Bild lässt sich nicht dekodieren{0}; stattdessen steht das Bild davor.</translation>
    </message>
    <message>
        <source>A box needs its left top corner before its right bottom one, both in the picture.</source>
        <translation>Bei einem Rahmen kommt die linke obere Ecke vor der rechten unteren, beide liegen im Bild.</translation>
    </message>
    <message>
        <source>A box needs its left top corner before its right bottom one.</source>
        <translation>Bei einem Rahmen kommt die linke obere Ecke vor der rechten unteren.</translation>
    </message>
    <message>
        <source>A colour is three numbers from 0 to 255.</source>
        <translation>Eine Farbe besteht aus drei Zahlen von 0 bis 255.</translation>
    </message>
    <message>
        <source>A copy of the project was saved as “{0}”.</source>
        <translation>Eine Kopie des Projekts wurde als „{0}“ gesichert.</translation>
    </message>
    <message>
        <source>A frame could not be written.</source>
        <translation>Ein Bild ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>A grey matte for editing</source>
        <translation>Eine graue Matte für den Schnitt</translation>
    </message>
    <message>
        <source>A grey matte that every editor accepts</source>
        <translation>Eine graue Matte, die jedes Schnittprogramm annimmt</translation>
    </message>
    <message>
        <source>A hold-out names other objects, once each.</source>
        <translation>Eine Aussparung nennt andere Objekte, jedes nur einmal.</translation>
    </message>
    <message>
        <source>A lock belongs to no object.</source>
        <translation>Eine Sperre gehört zu keinem Objekt.</translation>
    </message>
    <message>
        <source>A mask has two axes, height and width, not {0}.</source>
        <translation>Eine Maske hat zwei Achsen, Höhe und Breite, nicht {0}.</translation>
    </message>
    <message>
        <source>A mask hint has to be a PNG.</source>
        <translation>Eine Maskenvorgabe muss ein PNG sein.</translation>
    </message>
    <message>
        <source>A mask hint has to be an 8-bit grey PNG.</source>
        <translation>Eine Maskenvorgabe muss ein graues PNG mit 8 Bit sein.</translation>
    </message>
    <message>
        <source>A mask hint is too large.</source>
        <translation>Eine Maskenvorgabe ist zu groß.</translation>
    </message>
    <message>
        <source>A mask holds values that are not numbers.</source>
        <translation>Eine Maske enthält Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>A mask of {0} × {1} cells cannot be stored.</source>
        <translation>Eine Maske von {0} × {1} Zellen lässt sich nicht speichern.</translation>
    </message>
    <message>
        <source>A matte of {0} × {1} does not fit a frame of {2} × {3}.</source>
        <translation>Eine Matte von {0} × {1} passt nicht zu einem Bild von {2} × {3}.</translation>
    </message>
    <message>
        <source>A memory of {0} channels does not divide d_model = {1}.</source>
        <translation>Ein Gedächtnis mit {0} Kanälen teilt d_model = {1} nicht.</translation>
    </message>
    <message>
        <source>A new project has no tracking results yet.</source>
        <translation>Ein neues Projekt hat noch keine Tracking-Ergebnisse.</translation>
    </message>
    <message>
        <source>A newer ClickMatte made this project.</source>
        <translation>Dieses Projekt stammt von einem neueren ClickMatte.</translation>
    </message>
    <message>
        <source>A newer ClickMatte made {0}.</source>
        <translation>{0} stammt von einem neueren ClickMatte.</translation>
    </message>
    <message>
        <source>A picture of &apos;{0}&apos; has no time.</source>
        <translation>Ein Bild von „{0}“ hat keine Zeit.</translation>
    </message>
    <message>
        <source>A picture of {0} is not a multiple of {1} in size.</source>
        <translation>Die Größe eines Bildes von {0} ist kein Vielfaches von {1}.</translation>
    </message>
    <message>
        <source>A picture of {0} × {1} cannot be written as {2}.</source>
        <translation>Ein Bild von {0} × {1} lässt sich nicht als {2} schreiben.</translation>
    </message>
    <message>
        <source>A project names its model.</source>
        <translation>Ein Projekt nennt sein Modell.</translation>
    </message>
    <message>
        <source>A prompt needs a click or a box.</source>
        <translation>Eine Vorgabe braucht einen Klick oder einen Rahmen.</translation>
    </message>
    <message>
        <source>A prompt needs a click, a box or a mask.</source>
        <translation>Eine Vorgabe braucht einen Klick, einen Rahmen oder eine Maske.</translation>
    </message>
    <message>
        <source>A readout needs the compact trunk.</source>
        <translation>Eine Auslese braucht den kompakten Rumpf.</translation>
    </message>
    <message>
        <source>A result belongs to another object.</source>
        <translation>Ein Ergebnis gehört zu einem anderen Objekt.</translation>
    </message>
    <message>
        <source>A result belongs to no object.</source>
        <translation>Ein Ergebnis gehört zu keinem Objekt.</translation>
    </message>
    <message>
        <source>A smaller input is faster; small things and fine edges get coarser.</source>
        <translation>Eine kleinere Eingabe ist schneller; Kleines und feine Kanten werden gröber.</translation>
    </message>
    <message>
        <source>A span of frames is empty.</source>
        <translation>Ein Abschnitt von Bildern ist leer.</translation>
    </message>
    <message>
        <source>A span of results holds no frames.</source>
        <translation>Ein Abschnitt von Ergebnissen enthält keine Bilder.</translation>
    </message>
    <message>
        <source>A stored mask is damaged.</source>
        <translation>Eine gespeicherte Maske ist beschädigt.</translation>
    </message>
    <message>
        <source>A stored memory is damaged.</source>
        <translation>Ein gespeichertes Gedächtnis ist beschädigt.</translation>
    </message>
    <message>
        <source>A/B wipe</source>
        <translation>A/B-Vergleich</translation>
    </message>
    <message>
        <source>AV1 on green</source>
        <translation>AV1 auf Grün</translation>
    </message>
    <message>
        <source>AV1 on green, 10 bit</source>
        <translation>AV1 auf Grün, 10 Bit</translation>
    </message>
    <message>
        <source>About {0} % of the work a frame. Small things and fine edges get coarser.</source>
        <translation>Etwa {0} % der Arbeit je Bild. Kleines und feine Kanten werden gröber.</translation>
    </message>
    <message>
        <source>About {0} are needed on the disk of &apos;{1}&apos;, but only {2} are free.</source>
        <translation>Auf dem Datenträger von „{1}“ werden etwa {0} gebraucht, aber nur {2} sind frei.</translation>
    </message>
    <message>
        <source>Add it first.</source>
        <translation>Fügen Sie es zuerst hinzu.</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>{0} hinzufügen</translation>
    </message>
    <message>
        <source>Adjust the look</source>
        <translation>Ansicht anpassen</translation>
    </message>
    <message>
        <source>After Effects script</source>
        <translation>After-Effects-Skript</translation>
    </message>
    <message>
        <source>All pictures would be called &apos;{0}&apos;.</source>
        <translation>Alle Bilder hießen „{0}“.</translation>
    </message>
    <message>
        <source>All stills of a clip must have the same size.</source>
        <translation>Alle Einzelbilder eines Clips müssen gleich groß sein.</translation>
    </message>
    <message>
        <source>An earlier change could not be saved, so this one was not made.</source>
        <translation>Eine frühere Änderung ließ sich nicht sichern, daher wurde diese nicht gemacht.</translation>
    </message>
    <message>
        <source>An export is still running.</source>
        <translation>Ein Export läuft noch.</translation>
    </message>
    <message>
        <source>An image size of {0} makes no sense.</source>
        <translation>Eine Bildgröße von {0} ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>An indexed picture holds {0} objects, the project has {1}.</source>
        <translation>Ein indiziertes Bild fasst {0} Objekte, das Projekt hat {1}.</translation>
    </message>
    <message>
        <source>An object has an id that was never given.</source>
        <translation>Ein Objekt hat eine Kennung, die nie vergeben wurde.</translation>
    </message>
    <message>
        <source>An object needs a name of 1 to 200 letters.</source>
        <translation>Ein Objekt braucht einen Namen von 1 bis 200 Buchstaben.</translation>
    </message>
    <message>
        <source>Animated PNG</source>
        <translation>Animiertes PNG</translation>
    </message>
    <message>
        <source>Any program</source>
        <translation>Jedes Programm</translation>
    </message>
    <message>
        <source>Any program, 8 bit</source>
        <translation>Jedes Programm, 8 Bit</translation>
    </message>
    <message>
        <source>Any program, all the depth there is</source>
        <translation>Jedes Programm, volle Farbtiefe</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple-Grafikprozessor</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>Archive, lossless 16 bit</source>
        <translation>Archiv, verlustfrei mit 16 Bit</translation>
    </message>
    <message>
        <source>Automatic, by size</source>
        <translation>Automatisch, nach der Größe</translation>
    </message>
    <message>
        <source>BT.2020 10 bit</source>
        <translation>BT.2020 10 Bit</translation>
    </message>
    <message>
        <source>BT.2020 12 bit</source>
        <translation>BT.2020 12 Bit</translation>
    </message>
    <message>
        <source>BT.2020 constant</source>
        <translation>BT.2020 konstant</translation>
    </message>
    <message>
        <source>Background: the clip, blurred</source>
        <translation>Hintergrund: der Clip, unscharf</translation>
    </message>
    <message>
        <source>Background: {0}</source>
        <translation>Hintergrund: {0}</translation>
    </message>
    <message>
        <source>Band {0} px</source>
        <translation>Band {0} px</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Schwarzweiß</translation>
    </message>
    <message>
        <source>Black and white: {0}</source>
        <translation>Schwarzweiß: {0}</translation>
    </message>
    <message>
        <source>Blend painted {0}</source>
        <translation>Gemaltes blenden {0}</translation>
    </message>
    <message>
        <source>Blue screen</source>
        <translation>Bluescreen</translation>
    </message>
    <message>
        <source>Blur: {0} px</source>
        <translation>Unschärfe: {0} px</translation>
    </message>
    <message>
        <source>Box {0}</source>
        <translation>Rahmen bei {0}</translation>
    </message>
    <message>
        <source>Brightness: × {0}</source>
        <translation>Helligkeit: × {0}</translation>
    </message>
    <message>
        <source>Bring it back, or relink the project to where it is now.</source>
        <translation>Holen Sie ihn zurück oder verknüpfen Sie das Projekt mit seinem jetzigen Ort.</translation>
    </message>
    <message>
        <source>Bring the old one back, or relink the project and track again.</source>
        <translation>Holen Sie den alten zurück oder verknüpfen Sie das Projekt neu und verfolgen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Change its permissions or copy it elsewhere.</source>
        <translation>Ändern Sie die Rechte oder kopieren Sie es woandershin.</translation>
    </message>
    <message>
        <source>Check that it plays elsewhere; copy it again or convert it to a common codec.</source>
        <translation>Prüfen Sie, ob er anderswo läuft; kopieren Sie ihn neu oder wandeln Sie ihn in einen gängigen Codec um.</translation>
    </message>
    <message>
        <source>Check the address or try later.</source>
        <translation>Prüfen Sie die Adresse oder versuchen Sie es später.</translation>
    </message>
    <message>
        <source>Check the disk and try again.</source>
        <translation>Prüfen Sie den Datenträger und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>Prüfen Sie den Datenträger.</translation>
    </message>
    <message>
        <source>Check the drive and its free space.</source>
        <translation>Prüfen Sie das Laufwerk und seinen freien Platz.</translation>
    </message>
    <message>
        <source>Check the drive.</source>
        <translation>Prüfen Sie das Laufwerk.</translation>
    </message>
    <message>
        <source>Check the folder and the name before the number.</source>
        <translation>Prüfen Sie den Ordner und den Namen vor der Nummer.</translation>
    </message>
    <message>
        <source>Check the name and the drive.</source>
        <translation>Prüfen Sie den Namen und das Laufwerk.</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>Choke goes from -1 to 1.</source>
        <translation>Die Kantenverschiebung geht von -1 bis 1.</translation>
    </message>
    <message>
        <source>Choke {0}</source>
        <translation>Kantenlage {0}</translation>
    </message>
    <message>
        <source>Choose --device cpu.</source>
        <translation>Wählen Sie --device cpu.</translation>
    </message>
    <message>
        <source>Choose a PNG, JPEG, TIFF or WebP.</source>
        <translation>Wählen Sie ein PNG, JPEG, TIFF oder WebP.</translation>
    </message>
    <message>
        <source>Choose a file of the right kind.</source>
        <translation>Wählen Sie eine Datei der richtigen Art.</translation>
    </message>
    <message>
        <source>Choose a folder nearer to the disk&apos;s root.</source>
        <translation>Wählen Sie einen Ordner näher am Anfang des Datenträgers.</translation>
    </message>
    <message>
        <source>Choose a folder of numbered PNG, JPEG, TIFF, WebP, BMP or EXR files, or a video file.</source>
        <translation>Wählen Sie einen Ordner mit nummerierten PNG-, JPEG-, TIFF-, WebP-, BMP- oder EXR-Dateien oder eine Videodatei.</translation>
    </message>
    <message>
        <source>Choose a shorter one.</source>
        <translation>Wählen Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>Choose a smaller model or a smaller image size.</source>
        <translation>Wählen Sie ein kleineres Modell oder eine kleinere Bildgröße.</translation>
    </message>
    <message>
        <source>Choose a video file or a folder of stills.</source>
        <translation>Wählen Sie eine Videodatei oder einen Ordner mit Einzelbildern.</translation>
    </message>
    <message>
        <source>Choose another clip.</source>
        <translation>Wählen Sie einen anderen Clip.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another format or a smaller size.</source>
        <translation>Wählen Sie ein anderes Format oder eine kleinere Größe.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Wählen Sie etwas anderes.</translation>
    </message>
    <message>
        <source>Choose another picture or clip.</source>
        <translation>Wählen Sie ein anderes Bild oder einen anderen Clip.</translation>
    </message>
    <message>
        <source>Choose another picture.</source>
        <translation>Wählen Sie ein anderes Bild.</translation>
    </message>
    <message>
        <source>Choose another place or try again.</source>
        <translation>Wählen Sie einen anderen Ort oder versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Choose another preset, or another size.</source>
        <translation>Wählen Sie eine andere Vorgabe oder eine andere Größe.</translation>
    </message>
    <message>
        <source>Choose another preset; &apos;info&apos; lists what there is.</source>
        <translation>Wählen Sie eine andere Vorgabe; „info“ zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>Choose another range, or track the objects there.</source>
        <translation>Wählen Sie einen anderen Bereich oder verfolgen Sie dort die Objekte.</translation>
    </message>
    <message>
        <source>Choose another start number.</source>
        <translation>Wählen Sie eine andere Startnummer.</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>Wählen Sie etwas anderes.</translation>
    </message>
    <message>
        <source>Choose auto or one of {0}.</source>
        <translation>Wählen Sie auto oder eines von {0}.</translation>
    </message>
    <message>
        <source>Choose from {0} to 4096.</source>
        <translation>Wählen Sie von {0} bis 4096.</translation>
    </message>
    <message>
        <source>Choose hypothesis for {0}</source>
        <translation>Lesart wählen für {0}</translation>
    </message>
    <message>
        <source>Choose it in Looks to use it.</source>
        <translation>Wählen Sie ihn unter Ansichten, um ihn zu verwenden.</translation>
    </message>
    <message>
        <source>Choose one of</source>
        <translation>Wählen Sie eines von</translation>
    </message>
    <message>
        <source>Choose one of {0}, or auto.</source>
        <translation>Wählen Sie eines von {0} oder auto.</translation>
    </message>
    <message>
        <source>Choose one of {0}.</source>
        <translation>Wählen Sie eines von {0}.</translation>
    </message>
    <message>
        <source>Choose one of: {0}.</source>
        <translation>Wählen Sie eines von: {0}.</translation>
    </message>
    <message>
        <source>Choose one that is listed.</source>
        <translation>Wählen Sie eines aus der Liste.</translation>
    </message>
    <message>
        <source>Choose one that the file has.</source>
        <translation>Wählen Sie eine, die in der Datei ist.</translation>
    </message>
    <message>
        <source>Choose one, or a folder of indexed PNGs.</source>
        <translation>Wählen Sie eine oder einen Ordner indizierter PNGs.</translation>
    </message>
    <message>
        <source>Choose the clip&apos;s new place.</source>
        <translation>Wählen Sie den neuen Ort des Clips.</translation>
    </message>
    <message>
        <source>Choose the folder of one sequence.</source>
        <translation>Wählen Sie den Ordner einer einzigen Sequenz.</translation>
    </message>
    <message>
        <source>Choose the folder that holds 00000.png.</source>
        <translation>Wählen Sie den Ordner, in dem 00000.png liegt.</translation>
    </message>
    <message>
        <source>Choose the right one, or link it all the same if you know that every frame is where it was.</source>
        <translation>Wählen Sie den richtigen oder verknüpfen Sie ihn trotzdem, wenn Sie wissen, dass jedes Bild an seinem Platz ist.</translation>
    </message>
    <message>
        <source>CineForm with alpha</source>
        <translation>CineForm mit Alpha</translation>
    </message>
    <message>
        <source>Clear in point</source>
        <translation>In-Punkt löschen</translation>
    </message>
    <message>
        <source>Clear out point</source>
        <translation>Out-Punkt löschen</translation>
    </message>
    <message>
        <source>Clear prompts of {0}</source>
        <translation>Vorgaben löschen bei {0}</translation>
    </message>
    <message>
        <source>Clear results of {0}</source>
        <translation>Ergebnisse löschen von {0}</translation>
    </message>
    <message>
        <source>Click on an object and track it first.</source>
        <translation>Klicken Sie auf ein Objekt und verfolgen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Click on an object first.</source>
        <translation>Klicken Sie zuerst auf ein Objekt.</translation>
    </message>
    <message>
        <source>Click on an object in the picture or in the list.</source>
        <translation>Klicken Sie im Bild oder in der Liste auf ein Objekt.</translation>
    </message>
    <message>
        <source>Click on it on some frame.</source>
        <translation>Klicken Sie es auf irgendeinem Bild an.</translation>
    </message>
    <message>
        <source>Click on something and track it first.</source>
        <translation>Klicken Sie etwas an und verfolgen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Click on something first.</source>
        <translation>Klicken Sie zuerst etwas an.</translation>
    </message>
    <message>
        <source>Click on the object first.</source>
        <translation>Klicken Sie zuerst auf das Objekt.</translation>
    </message>
    <message>
        <source>Click once on the object, then press Tab.</source>
        <translation>Klicken Sie einmal auf das Objekt und drücken Sie dann Tab.</translation>
    </message>
    <message>
        <source>Click one in the picture and track it first.</source>
        <translation>Klicken Sie im Bild eines an und verfolgen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Click {0}</source>
        <translation>Klick auf {0}</translation>
    </message>
    <message>
        <source>ClickMatte reads PyTorch .pt files and .safetensors files.</source>
        <translation>ClickMatte liest .pt-Dateien von PyTorch und .safetensors-Dateien.</translation>
    </message>
    <message>
        <source>Close it and open it again.</source>
        <translation>Schließen Sie es und öffnen Sie es neu.</translation>
    </message>
    <message>
        <source>Close it there and try again.</source>
        <translation>Schließen Sie es dort und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Close it there, or work on a copy.</source>
        <translation>Schließen Sie es dort oder arbeiten Sie an einer Kopie.</translation>
    </message>
    <message>
        <source>Close other clips or programs and try again.</source>
        <translation>Schließen Sie andere Clips oder Programme und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Close other programs that use it, or choose another folder.</source>
        <translation>Schließen Sie andere Programme, die es benutzen, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Close the other program, then rename it.</source>
        <translation>Schließen Sie das andere Programm und benennen Sie die Datei dann um.</translation>
    </message>
    <message>
        <source>Close the window again to stop it and leave.</source>
        <translation>Schließen Sie das Fenster noch einmal, um ihn abzubrechen und zu beenden.</translation>
    </message>
    <message>
        <source>Coded as</source>
        <translation>Kodiert als</translation>
    </message>
    <message>
        <source>Colour of {0}</source>
        <translation>Farbe von {0}</translation>
    </message>
    <message>
        <source>Colour: {0}</source>
        <translation>Farbe: {0}</translation>
    </message>
    <message>
        <source>Colours in the file</source>
        <translation>Farben laut Datei</translation>
    </message>
    <message>
        <source>Colours read as {0}</source>
        <translation>Farben gelesen als {0}</translation>
    </message>
    <message>
        <source>Colours read by the clip&apos;s size</source>
        <translation>Farben nach der Größe des Clips gelesen</translation>
    </message>
    <message>
        <source>Composite</source>
        <translation>Komposition</translation>
    </message>
    <message>
        <source>Composite for any player or keyer</source>
        <translation>Komposition für jeden Player oder Keyer</translation>
    </message>
    <message>
        <source>Composite for editing</source>
        <translation>Komposition für den Schnitt</translation>
    </message>
    <message>
        <source>Composite for editing in Avid and Resolve</source>
        <translation>Komposition für den Schnitt in Avid und Resolve</translation>
    </message>
    <message>
        <source>Composite, quick where the hardware can</source>
        <translation>Komposition, schnell, wo die Hardware es kann</translation>
    </message>
    <message>
        <source>Composite, small file, keeps HDR</source>
        <translation>Komposition, kleine Datei, behält HDR</translation>
    </message>
    <message>
        <source>Composite, smallest file</source>
        <translation>Komposition, kleinste Datei</translation>
    </message>
    <message>
        <source>Compositing</source>
        <translation>Compositing</translation>
    </message>
    <message>
        <source>Compositing: 32-bit values (linear light)</source>
        <translation>Compositing: 32-Bit-Werte (lineares Licht)</translation>
    </message>
    <message>
        <source>Compositing: Nuke, Fusion, AE (linear light)</source>
        <translation>Compositing: Nuke, Fusion, AE (lineares Licht)</translation>
    </message>
    <message>
        <source>Compositing: pick objects by name</source>
        <translation>Compositing: Objekte nach Namen auswählen</translation>
    </message>
    <message>
        <source>Compositing: the frame and a matte by name</source>
        <translation>Compositing: das Bild und je eine Matte mit Namen</translation>
    </message>
    <message>
        <source>Compositing: values as the clip has them</source>
        <translation>Compositing: Werte, wie der Clip sie hat</translation>
    </message>
    <message>
        <source>Convert it to H.264, ProRes or another common codec first.</source>
        <translation>Wandeln Sie ihn zuerst in H.264, ProRes oder einen anderen gängigen Codec um.</translation>
    </message>
    <message>
        <source>Convert the clip to SDR.</source>
        <translation>Wandeln Sie den Clip in SDR um.</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or let a repair tool for video files rebuild it.</source>
        <translation>Kopieren Sie ihn noch einmal von der Kamera oder lassen Sie ihn von einem Reparaturprogramm neu aufbauen.</translation>
    </message>
    <message>
        <source>Copy it again from where it came.</source>
        <translation>Kopieren Sie sie noch einmal von der Quelle.</translation>
    </message>
    <message>
        <source>Copy it to a folder you may write to.</source>
        <translation>Kopieren Sie es in einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Copy or record it again.</source>
        <translation>Kopieren oder zeichnen Sie ihn neu auf.</translation>
    </message>
    <message>
        <source>Copy the file again.</source>
        <translation>Kopieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>Core: {0}</source>
        <translation>Kernmaske: {0}</translation>
    </message>
    <message>
        <source>DAVIS calls its masks 00000.png.</source>
        <translation>DAVIS nennt seine Masken 00000.png.</translation>
    </message>
    <message>
        <source>DNxHR HQX on green</source>
        <translation>DNxHR HQX auf Grün</translation>
    </message>
    <message>
        <source>De-flicker goes from 0 to 1.</source>
        <translation>Die Flimmerdämpfung geht von 0 bis 1.</translation>
    </message>
    <message>
        <source>It helps with things that are less than about half as wide or high as the picture.</source>
        <translation>Es hilft bei Dingen, die weniger als etwa halb so breit oder hoch sind wie das Bild.</translation>
    </message>
    <message>
        <source>The share of islands goes from 0 to 1.</source>
        <translation>Der Anteil der Inseln reicht von 0 bis 1.</translation>
    </message>
    <message>
        <source>De-flicker {0}</source>
        <translation>Entflackern {0}</translation>
    </message>
    <message>
        <source>Deinterlacing off</source>
        <translation>Deinterlacing aus</translation>
    </message>
    <message>
        <source>Deinterlacing on</source>
        <translation>Deinterlacing an</translation>
    </message>
    <message>
        <source>Delete the prompts here and paint it again.</source>
        <translation>Löschen Sie hier die Vorgaben und malen Sie neu.</translation>
    </message>
    <message>
        <source>Despill: {0}</source>
        <translation>Despill: {0}</translation>
    </message>
    <message>
        <source>Device: {0}</source>
        <translation>Gerät: {0}</translation>
    </message>
    <message>
        <source>Direction: {0}</source>
        <translation>Richtung: {0}</translation>
    </message>
    <message>
        <source>Display P3</source>
        <translation>Display P3</translation>
    </message>
    <message>
        <source>Download {0}</source>
        <translation>{0} herunterladen</translation>
    </message>
    <message>
        <source>Drop islands: {0}</source>
        <translation>Inseln entfernen: {0}</translation>
    </message>
    <message>
        <source>Drop specks {0} px²</source>
        <translation>Flecken entfernen {0} px²</translation>
    </message>
    <message>
        <source>Edit decision list (CMX 3600)</source>
        <translation>Schnittliste (CMX 3600)</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>Editing and grading</source>
        <translation>Schnitt und Farbkorrektur</translation>
    </message>
    <message>
        <source>Editing and grading, highest quality</source>
        <translation>Schnitt und Farbkorrektur, höchste Qualität</translation>
    </message>
    <message>
        <source>Editing on Windows</source>
        <translation>Schnitt unter Windows</translation>
    </message>
    <message>
        <source>Editing, lossless 8 bit</source>
        <translation>Schnitt, verlustfrei mit 8 Bit</translation>
    </message>
    <message>
        <source>Editing: Premiere, Final Cut, Resolve, After Effects</source>
        <translation>Schnitt: Premiere, Final Cut, Resolve, After Effects</translation>
    </message>
    <message>
        <source>Effect: {0} on everything else</source>
        <translation>Effekt: {0} auf allem anderen</translation>
    </message>
    <message>
        <source>Effect: {0} on the object</source>
        <translation>Effekt: {0} auf dem Objekt</translation>
    </message>
    <message>
        <source>Encoded by the graphics hardware, {0}.</source>
        <translation>Kodiert von der Grafikhardware, {0}.</translation>
    </message>
    <message>
        <source>End solo of {0}</source>
        <translation>Solo von {0} beenden</translation>
    </message>
    <message>
        <source>Exclude from {0}</source>
        <translation>Ausschließen von {0}</translation>
    </message>
    <message>
        <source>Export ProRes 4444 for it, and open the clip as a video file.</source>
        <translation>Exportieren Sie dafür ProRes 4444, und öffnen Sie den Clip als Videodatei.</translation>
    </message>
    <message>
        <source>Export ProRes 4444 or PNG pictures for them.</source>
        <translation>Exportieren Sie für diese ProRes 4444 oder PNG-Bilder.</translation>
    </message>
    <message>
        <source>Export a shorter range.</source>
        <translation>Exportieren Sie einen kürzeren Bereich.</translation>
    </message>
    <message>
        <source>Export fewer at a time.</source>
        <translation>Exportieren Sie weniger auf einmal.</translation>
    </message>
    <message>
        <source>Export fewer objects, or one file for each.</source>
        <translation>Exportieren Sie weniger Objekte oder je eine Datei.</translation>
    </message>
    <message>
        <source>Export it with R, G and B.</source>
        <translation>Exportieren Sie es mit R, G und B.</translation>
    </message>
    <message>
        <source>Export or copy it again as PNG, JPEG, TIFF, WebP, BMP or EXR.</source>
        <translation>Exportieren oder kopieren Sie es noch einmal als PNG, JPEG, TIFF, WebP, BMP oder EXR.</translation>
    </message>
    <message>
        <source>Export them one by one.</source>
        <translation>Exportieren Sie sie einzeln.</translation>
    </message>
    <message>
        <source>Export without sound.</source>
        <translation>Exportieren Sie ohne Ton.</translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation>{0} exportieren</translation>
    </message>
    <message>
        <source>FFV1 with alpha</source>
        <translation>FFV1 mit Alpha</translation>
    </message>
    <message>
        <source>Feather {0} px</source>
        <translation>Weichzeichnen {0} px</translation>
    </message>
    <message>
        <source>Fetch it again.</source>
        <translation>Laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>Fetch them with &apos;models get {0}&apos; or name a file with --checkpoint.</source>
        <translation>Laden Sie sie mit „models get {0}“ oder nennen Sie eine Datei mit --checkpoint.</translation>
    </message>
    <message>
        <source>Fill holes {0} px²</source>
        <translation>Löcher füllen {0} px²</translation>
    </message>
    <message>
        <source>Final Cut Pro XML</source>
        <translation>Final Cut Pro XML</translation>
    </message>
    <message>
        <source>Final Cut has no projects of {0} frames a second.</source>
        <translation>Final Cut kennt keine Projekte mit {0} Bildern in der Sekunde.</translation>
    </message>
    <message>
        <source>Final Cut takes clips of one size and rate in a project.</source>
        <translation>Final Cut nimmt in einem Projekt nur Clips gleicher Größe und Bildrate.</translation>
    </message>
    <message>
        <source>Final Cut takes no image sequences.</source>
        <translation>Final Cut nimmt keine Bildsequenzen.</translation>
    </message>
    <message>
        <source>Find the clip…</source>
        <translation>Clip suchen…</translation>
    </message>
    <message>
        <source>Follow the picture</source>
        <translation>Dem Bild folgen</translation>
    </message>
    <message>
        <source>Frame border {0} px</source>
        <translation>Bildrand {0} px</translation>
    </message>
    <message>
        <source>An indexed PNG holds at most {0} objects.</source>
        <translation>Ein indiziertes PNG fasst höchstens {0} Objekte.</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is there already; it will be replaced.</source>
        <translation>„{0}“ gibt es schon; die Datei wird ersetzt.</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>An export to “{0}” is in the queue already.</source>
        <translation>Ein Export nach „{0}“ steht schon in der Warteschlange.</translation>
    </message>
    <message>
        <source>Choose the object to look at more closely.</source>
        <translation>Wählen Sie das Objekt, das näher angesehen werden soll.</translation>
    </message>
    <message>
        <source>Frame {0} is outside the clip, which has {1} frames.</source>
        <translation>Bild {0} liegt außerhalb des Clips, der {1} Bilder hat.</translation>
    </message>
    <message>
        <source>Frame {0} lies outside the clip of {1} frames.</source>
        <translation>Bild {0} liegt außerhalb des Clips mit {1} Bildern.</translation>
    </message>
    <message>
        <source>Frame {0} lies outside the clip.</source>
        <translation>Bild {0} liegt außerhalb des Clips.</translation>
    </message>
    <message>
        <source>Frames are streamed one by one.</source>
        <translation>Bilder werden einzeln gelesen.</translation>
    </message>
    <message>
        <source>Frames count from 0 to {0}.</source>
        <translation>Bilder zählen von 0 bis {0}.</translation>
    </message>
    <message>
        <source>Free some room or choose another folder with CLICKMATTE_MODELS.</source>
        <translation>Schaffen Sie Platz oder wählen Sie mit CLICKMATTE_MODELS einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Free some space or choose another place.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Free some space, choose another place, or a preset that makes smaller files.</source>
        <translation>Schaffen Sie Platz, wählen Sie einen anderen Ort oder eine Vorgabe mit kleineren Dateien.</translation>
    </message>
    <message>
        <source>Free some space; nothing saved is lost.</source>
        <translation>Schaffen Sie Platz; nichts Gesichertes ist verloren.</translation>
    </message>
    <message>
        <source>Full (32 bit)</source>
        <translation>Voll (32 Bit)</translation>
    </message>
    <message>
        <source>Fusion composition</source>
        <translation>Fusion-Komposition</translation>
    </message>
    <message>
        <source>Garbage: {0}</source>
        <translation>Außenmaske: {0}</translation>
    </message>
    <message>
        <source>Give (height, width) at source size.</source>
        <translation>Geben Sie (Höhe, Breite) in Quellgröße an.</translation>
    </message>
    <message>
        <source>Give a folder of masks, or a JSON file.</source>
        <translation>Geben Sie einen Ordner mit Masken oder eine JSON-Datei.</translation>
    </message>
    <message>
        <source>Give a mask of the clip&apos;s own size.</source>
        <translation>Geben Sie eine Maske in der Größe des Clips.</translation>
    </message>
    <message>
        <source>Give it as A:B, for instance 0:100.</source>
        <translation>Geben Sie ihn als A:B an, zum Beispiel 0:100.</translation>
    </message>
    <message>
        <source>Give it as FIRST:LAST+1, counted from 0.</source>
        <translation>Geben Sie ihn als ERSTES:LETZTES+1 an, von 0 gezählt.</translation>
    </message>
    <message>
        <source>Give it as X0,Y0,X1,Y1.</source>
        <translation>Geben Sie ihn als X0,Y0,X1,Y1 an.</translation>
    </message>
    <message>
        <source>Give it as a PNG, white inside.</source>
        <translation>Geben Sie sie als PNG, innen weiß.</translation>
    </message>
    <message>
        <source>Give the name of a file in it.</source>
        <translation>Nennen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>Give the name of a folder, or a range of one frame.</source>
        <translation>Nennen Sie einen Ordner oder einen Bereich von einem Bild.</translation>
    </message>
    <message>
        <source>Give the prompts again.</source>
        <translation>Geben Sie die Vorgaben noch einmal.</translation>
    </message>
    <message>
        <source>Glow: {0}</source>
        <translation>Leuchten: {0}</translation>
    </message>
    <message>
        <source>Go back to a copy of it.</source>
        <translation>Gehen Sie auf eine Kopie zurück.</translation>
    </message>
    <message>
        <source>Go to one that has.</source>
        <translation>Gehen Sie zu einem, das welche hat.</translation>
    </message>
    <message>
        <source>Green screen</source>
        <translation>Greenscreen</translation>
    </message>
    <message>
        <source>Grey pictures</source>
        <translation>Graue Bilder</translation>
    </message>
    <message>
        <source>Grey pictures, 8 bit</source>
        <translation>Graue Bilder, 8 Bit</translation>
    </message>
    <message>
        <source>Grow {0} px</source>
        <translation>Wachsen {0} px</translation>
    </message>
    <message>
        <source>H.264 on green</source>
        <translation>H.264 auf Grün</translation>
    </message>
    <message>
        <source>H.264 on green, graphics card</source>
        <translation>H.264 auf Grün, Grafikkarte</translation>
    </message>
    <message>
        <source>H.265 on green</source>
        <translation>H.265 auf Grün</translation>
    </message>
    <message>
        <source>H.265 on green, 10 bit</source>
        <translation>H.265 auf Grün, 10 Bit</translation>
    </message>
    <message>
        <source>H.265 on green, graphics card</source>
        <translation>H.265 auf Grün, Grafikkarte</translation>
    </message>
    <message>
        <source>HDR metadata</source>
        <translation>HDR-Metadaten</translation>
    </message>
    <message>
        <source>Hair and fur</source>
        <translation>Haare und Fell</translation>
    </message>
    <message>
        <source>Half (bfloat16)</source>
        <translation>Halb (bfloat16)</translation>
    </message>
    <message>
        <source>Hide {0}</source>
        <translation>{0} ausblenden</translation>
    </message>
    <message>
        <source>Import masks</source>
        <translation>Masken importieren</translation>
    </message>
    <message>
        <source>Install ClickMatte again, or name a weights file with --checkpoint.</source>
        <translation>Installieren Sie ClickMatte neu oder nennen Sie mit --checkpoint eine Gewichtsdatei.</translation>
    </message>
    <message>
        <source>Install ClickMatte again.</source>
        <translation>Installieren Sie ClickMatte neu.</translation>
    </message>
    <message>
        <source>Install it with &apos;pip install clickmatte[matting]&apos;, or use &apos;own&apos;.</source>
        <translation>Installieren Sie es mit „pip install clickmatte[matting]“ oder verwenden Sie „own“.</translation>
    </message>
    <message>
        <source>It has been left as it is; go back to a copy of it.</source>
        <translation>Sie blieb, wie sie war; gehen Sie auf eine Kopie zurück.</translation>
    </message>
    <message>
        <source>It has {0} frames, counted from 0.</source>
        <translation>Er hat {0} Bilder, von 0 gezählt.</translation>
    </message>
    <message>
        <source>It was made for {0}.</source>
        <translation>Er wurde für {0} gemacht.</translation>
    </message>
    <message>
        <source>It was not made for SAM 2.</source>
        <translation>Sie wurde nicht für SAM 2 gemacht.</translation>
    </message>
    <message>
        <source>Kdenlive and Shotcut (MLT)</source>
        <translation>Kdenlive und Shotcut (MLT)</translation>
    </message>
    <message>
        <source>Kdenlive and Shotcut cannot be relied on to read OpenEXR.</source>
        <translation>Auf Kdenlive und Shotcut ist beim Lesen von OpenEXR kein Verlass.</translation>
    </message>
    <message>
        <source>Keep fringe</source>
        <translation>Farbsaum behalten</translation>
    </message>
    <message>
        <source>Known are {0}.</source>
        <translation>Bekannt sind {0}.</translation>
    </message>
    <message>
        <source>Known models: {0}.</source>
        <translation>Bekannte Modelle: {0}.</translation>
    </message>
    <message>
        <source>Larger than the model&apos;s own size: slower, and rarely better.</source>
        <translation>Größer als die eigene Größe des Modells: langsamer und selten besser.</translation>
    </message>
    <message>
        <source>Leave &apos;inverted&apos; off for this look.</source>
        <translation>Lassen Sie „inverted“ bei dieser Ansicht weg.</translation>
    </message>
    <message>
        <source>Leave its timeline out, or bring the clip to a usual rate first.</source>
        <translation>Lassen Sie seine Timeline weg, oder bringen Sie den Clip zuerst auf eine übliche Bildrate.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Lock a span of {0}</source>
        <translation>Abschnitt von {0} sperren</translation>
    </message>
    <message>
        <source>Lock {0}</source>
        <translation>{0} sperren</translation>
    </message>
    <message>
        <source>Locked spans of {0}</source>
        <translation>Gesperrte Abschnitte von {0}</translation>
    </message>
    <message>
        <source>Look closer at {0}</source>
        <translation>{0} näher ansehen</translation>
    </message>
    <message>
        <source>Look: {0}</source>
        <translation>Ansicht: {0}</translation>
    </message>
    <message>
        <source>Make it smaller first.</source>
        <translation>Verkleinern Sie es zuerst.</translation>
    </message>
    <message>
        <source>Mask of {0}</source>
        <translation>Maske von {0}</translation>
    </message>
    <message>
        <source>Masks hold one number for each object.</source>
        <translation>Masken enthalten je Objekt eine Zahl.</translation>
    </message>
    <message>
        <source>Masks must have the clip&apos;s size.</source>
        <translation>Masken müssen die Größe des Clips haben.</translation>
    </message>
    <message>
        <source>Match: {0}</source>
        <translation>Anpassen: {0}</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Matte</translation>
    </message>
    <message>
        <source>Matte inverted</source>
        <translation>Matte umgekehrt</translation>
    </message>
    <message>
        <source>Matte not inverted</source>
        <translation>Matte nicht umgekehrt</translation>
    </message>
    <message>
        <source>Matte, H.264</source>
        <translation>Matte, H.264</translation>
    </message>
    <message>
        <source>Matte, PNG sequence</source>
        <translation>Matte, PNG-Sequenz</translation>
    </message>
    <message>
        <source>Matte, ProRes 422 HQ</source>
        <translation>Matte, ProRes 422 HQ</translation>
    </message>
    <message>
        <source>Memory policy: {0}</source>
        <translation>Gedächtnisregel: {0}</translation>
    </message>
    <message>
        <source>Meta&apos;s {0} weights, Apache-2.0</source>
        <translation>Metas Gewichte {0}, Apache-2.0</translation>
    </message>
    <message>
        <source>Model input: its own size</source>
        <translation>Modelleingabe: eigene Größe</translation>
    </message>
    <message>
        <source>Model input: {0} px</source>
        <translation>Modelleingabe: {0} px</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Model: {0} from {1}</source>
        <translation>Modell: {0} aus {1}</translation>
    </message>
    <message>
        <source>Move a click of {0}</source>
        <translation>Klick verschieben bei {0}</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>Name a video file, a folder of numbered stills, or an existing project.</source>
        <translation>Nennen Sie eine Videodatei, einen Ordner nummerierter Einzelbilder oder ein vorhandenes Projekt.</translation>
    </message>
    <message>
        <source>Name them in order, for instance shot.0001.png.</source>
        <translation>Benennen Sie sie der Reihe nach, zum Beispiel shot.0001.png.</translation>
    </message>
    <message>
        <source>No GPU found: the shipped model is the fastest here. A CUDA or Apple GPU would run larger ones.</source>
        <translation>Keine Grafikkarte gefunden: Das mitgelieferte Modell ist hier das schnellste. Mit CUDA oder Apple-Grafik liefen größere.</translation>
    </message>
    <message>
        <source>No frame of this range has a mask.</source>
        <translation>Kein Bild dieses Bereichs hat eine Maske.</translation>
    </message>
    <message>
        <source>No hardware encoder answers on this computer; {0} is made in software, by {1}.</source>
        <translation>Auf diesem Rechner antwortet kein Hardware-Kodierer; {0} wird in Software von {1} gemacht.</translation>
    </message>
    <message>
        <source>No object is active.</source>
        <translation>Kein Objekt ist aktiv.</translation>
    </message>
    <message>
        <source>No project is looking for its clip.</source>
        <translation>Kein Projekt sucht seinen Clip.</translation>
    </message>
    <message>
        <source>No shot cut is known after this frame.</source>
        <translation>Nach diesem Bild ist kein Schnitt bekannt.</translation>
    </message>
    <message>
        <source>No sound output was found, so the clip plays in silence.</source>
        <translation>Es wurde keine Tonausgabe gefunden; der Clip läuft stumm.</translation>
    </message>
    <message>
        <source>No stills match “{0}”.</source>
        <translation>Keine Einzelbilder passen zu „{0}“.</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>Not here: {0}</source>
        <translation>Nicht hier: {0}</translation>
    </message>
    <message>
        <source>Nothing comes back after this frame.</source>
        <translation>Nach diesem Bild kehrt nichts zurück.</translation>
    </message>
    <message>
        <source>Nothing is hidden after this frame.</source>
        <translation>Nach diesem Bild ist nichts verdeckt.</translation>
    </message>
    <message>
        <source>Nothing is locked here.</source>
        <translation>Hier ist nichts gesperrt.</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>Nichts ist offen.</translation>
    </message>
    <message>
        <source>Nothing was said about object {0} yet.</source>
        <translation>Zu Objekt {0} wurde noch nichts gesagt.</translation>
    </message>
    <message>
        <source>Nuke script</source>
        <translation>Nuke-Skript</translation>
    </message>
    <message>
        <source>Object tracks with outlines, JSON</source>
        <translation>Objektspuren mit Umrissen, JSON</translation>
    </message>
    <message>
        <source>Object tracks, CSV</source>
        <translation>Objektspuren, CSV</translation>
    </message>
    <message>
        <source>Object {0} has no prompt.</source>
        <translation>Objekt {0} hat keine Vorgabe.</translation>
    </message>
    <message>
        <source>Older editors</source>
        <translation>Ältere Schnittprogramme</translation>
    </message>
    <message>
        <source>Older editors, lossless 8 bit</source>
        <translation>Ältere Schnittprogramme, verlustfrei mit 8 Bit</translation>
    </message>
    <message>
        <source>On a background</source>
        <translation>Auf einem Hintergrund</translation>
    </message>
    <message>
        <source>On a colour</source>
        <translation>Auf einer Farbe</translation>
    </message>
    <message>
        <source>One frame takes at most {0} clicks.</source>
        <translation>Ein Bild nimmt höchstens {0} Klicks.</translation>
    </message>
    <message>
        <source>Only a matte or a cut-out can be inverted.</source>
        <translation>Nur eine Matte oder ein Freisteller lässt sich umkehren.</translation>
    </message>
    <message>
        <source>Only {0} of {1} frames could be read from the clip.</source>
        <translation>Nur {0} von {1} Bildern des Clips waren lesbar.</translation>
    </message>
    <message>
        <source>Opacity: {0}</source>
        <translation>Deckkraft: {0}</translation>
    </message>
    <message>
        <source>Open a .clickmatte file.</source>
        <translation>Öffnen Sie eine .clickmatte-Datei.</translation>
    </message>
    <message>
        <source>Open a clip first.</source>
        <translation>Öffnen Sie zuerst einen Clip.</translation>
    </message>
    <message>
        <source>Open a clip of your own.</source>
        <translation>Öffnen Sie einen eigenen Clip.</translation>
    </message>
    <message>
        <source>Open a project whose clip has moved.</source>
        <translation>Öffnen Sie ein Projekt, dessen Clip umgezogen ist.</translation>
    </message>
    <message>
        <source>Open a video file or a folder of numbered stills.</source>
        <translation>Öffnen Sie eine Videodatei oder einen Ordner nummerierter Einzelbilder.</translation>
    </message>
    <message>
        <source>Open it without deinterlacing.</source>
        <translation>Öffnen Sie ihn ohne Deinterlacing.</translation>
    </message>
    <message>
        <source>Open one of a numbered sequence first.</source>
        <translation>Öffnen Sie zuerst eines aus einer nummerierten Folge.</translation>
    </message>
    <message>
        <source>Open one of those files.</source>
        <translation>Öffnen Sie eine dieser Dateien.</translation>
    </message>
    <message>
        <source>Open the clip it is of.</source>
        <translation>Öffnen Sie den Clip, von dem sie ist.</translation>
    </message>
    <message>
        <source>Open them all</source>
        <translation>Alle öffnen</translation>
    </message>
    <message>
        <source>Open them all to work on them as a clip.</source>
        <translation>Öffnen Sie alle, um sie als Clip zu bearbeiten.</translation>
    </message>
    <message>
        <source>OpenEXR</source>
        <translation>OpenEXR</translation>
    </message>
    <message>
        <source>OpenEXR pictures are shown as sRGB; light above 1 is clipped.</source>
        <translation>OpenEXR-Bilder werden als sRGB gezeigt; Licht über 1 wird abgeschnitten.</translation>
    </message>
    <message>
        <source>OpenEXR, Cryptomatte</source>
        <translation>OpenEXR, Cryptomatte</translation>
    </message>
    <message>
        <source>OpenEXR, float</source>
        <translation>OpenEXR, float</translation>
    </message>
    <message>
        <source>OpenEXR, half float</source>
        <translation>OpenEXR, half float</translation>
    </message>
    <message>
        <source>OpenEXR, half float, as coded</source>
        <translation>OpenEXR, half float, wie kodiert</translation>
    </message>
    <message>
        <source>OpenEXR, objects as layers</source>
        <translation>OpenEXR, Objekte als Ebenen</translation>
    </message>
    <message>
        <source>Outline: {0} px</source>
        <translation>Umriss: {0} px</translation>
    </message>
    <message>
        <source>PNG in QuickTime</source>
        <translation>PNG in QuickTime</translation>
    </message>
    <message>
        <source>PNG sequence</source>
        <translation>PNG-Sequenz</translation>
    </message>
    <message>
        <source>PNG sequence, 16 bit</source>
        <translation>PNG-Sequenz, 16 Bit</translation>
    </message>
    <message>
        <source>Paint it again or remove it.</source>
        <translation>Malen Sie neu oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Paint on it as soon as it is there.</source>
        <translation>Übermalen, sobald sie da ist.</translation>
    </message>
    <message>
        <source>Paint {0}</source>
        <translation>{0} malen</translation>
    </message>
    <message>
        <source>Picture or clip</source>
        <translation>Bild oder Clip</translation>
    </message>
    <message>
        <source>Pictures and clips (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.mp4 *.mov *.mkv)</source>
        <translation>Bilder und Clips (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.mp4 *.mov *.mkv)</translation>
    </message>
    <message>
        <source>Pictures are numbered from 0 or more.</source>
        <translation>Bilder werden ab 0 oder höher nummeriert.</translation>
    </message>
    <message>
        <source>Pictures cannot be called &apos;{0}&apos;.</source>
        <translation>Bilder können nicht „{0}“ heißen.</translation>
    </message>
    <message>
        <source>Pixelate: {0} px</source>
        <translation>Verpixeln: {0} px</translation>
    </message>
    <message>
        <source>Precision: {0}</source>
        <translation>Genauigkeit: {0}</translation>
    </message>
    <message>
        <source>Predicted quality {0} and {1}</source>
        <translation>Vorhergesagte Güte {0} und {1}</translation>
    </message>
    <message>
        <source>Presence and quality are probabilities from 0 to 1.</source>
        <translation>Anwesenheit und Güte sind Wahrscheinlichkeiten von 0 bis 1.</translation>
    </message>
    <message>
        <source>ProRes 422 HQ on green</source>
        <translation>ProRes 422 HQ auf Grün</translation>
    </message>
    <message>
        <source>ProRes 4444</source>
        <translation>ProRes 4444</translation>
    </message>
    <message>
        <source>ProRes 4444 XQ</source>
        <translation>ProRes 4444 XQ</translation>
    </message>
    <message>
        <source>PyMatting is not installed.</source>
        <translation>PyMatting ist nicht installiert.</translation>
    </message>
    <message>
        <source>QuickTime Animation</source>
        <translation>QuickTime-Animation</translation>
    </message>
    <message>
        <source>Recovered tracking</source>
        <translation>Gerettetes Tracking</translation>
    </message>
    <message>
        <source>Refine it at the frame&apos;s size first.</source>
        <translation>Verfeinern Sie es zuerst in der Größe des Bildes.</translation>
    </message>
    <message>
        <source>Refine key of {0}</source>
        <translation>Verfeinerungs-Keyframe von {0}</translation>
    </message>
    <message>
        <source>Refine key of {0}: {1}</source>
        <translation>Verfeinerungs-Keyframe von {0}: {1}</translation>
    </message>
    <message>
        <source>Refine settings must be finite numbers.</source>
        <translation>Verfeinerungswerte müssen endliche Zahlen sein.</translation>
    </message>
    <message>
        <source>Refine {0}</source>
        <translation>{0} verfeinern</translation>
    </message>
    <message>
        <source>Refine {0}: {1}</source>
        <translation>{0} verfeinern: {1}</translation>
    </message>
    <message>
        <source>Relink the project to the clip it was made with.</source>
        <translation>Verknüpfen Sie das Projekt mit dem Clip, für den es gemacht wurde.</translation>
    </message>
    <message>
        <source>Relink the project to the right one.</source>
        <translation>Verknüpfen Sie das Projekt mit dem richtigen.</translation>
    </message>
    <message>
        <source>Relink the project to where it is now.</source>
        <translation>Verknüpfen Sie das Projekt mit seinem jetzigen Ort.</translation>
    </message>
    <message>
        <source>Relink to {0}</source>
        <translation>Neu verknüpfen mit {0}</translation>
    </message>
    <message>
        <source>Remove a click of {0}</source>
        <translation>Klick entfernen bei {0}</translation>
    </message>
    <message>
        <source>Remove fringe</source>
        <translation>Farbsaum entfernen</translation>
    </message>
    <message>
        <source>Remove refine key of {0}</source>
        <translation>Verfeinerungs-Keyframe entfernen von {0}</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>{0} entfernen</translation>
    </message>
    <message>
        <source>Rename one, or put {object} into the name.</source>
        <translation>Benennen Sie eines um oder setzen Sie {object} in den Namen.</translation>
    </message>
    <message>
        <source>Rename {0} to {1}</source>
        <translation>{0} in {1} umbenennen</translation>
    </message>
    <message>
        <source>Reorder objects</source>
        <translation>Objekte umordnen</translation>
    </message>
    <message>
        <source>Restore {0}</source>
        <translation>{0} wiederherstellen</translation>
    </message>
    <message>
        <source>Results of {0}</source>
        <translation>Ergebnisse von {0}</translation>
    </message>
    <message>
        <source>Retouching</source>
        <translation>Retusche</translation>
    </message>
    <message>
        <source>Retouching, print</source>
        <translation>Retusche, Druck</translation>
    </message>
    <message>
        <source>Retouching: Photoshop, a layer for each object</source>
        <translation>Retusche: Photoshop, eine Ebene je Objekt</translation>
    </message>
    <message>
        <source>SAM 2</source>
        <translation>SAM 2</translation>
    </message>
    <message>
        <source>SAM 2.1</source>
        <translation>SAM 2.1</translation>
    </message>
    <message>
        <source>SAM {0} {1}</source>
        <translation>SAM {0} {1}</translation>
    </message>
    <message>
        <source>SMPTE 240M</source>
        <translation>SMPTE 240M</translation>
    </message>
    <message>
        <source>Save it to this machine and open the file.</source>
        <translation>Speichern Sie es auf diesem Rechner und öffnen Sie die Datei.</translation>
    </message>
    <message>
        <source>Say 0 pixels or more.</source>
        <translation>Geben Sie 0 Pixel oder mehr an.</translation>
    </message>
    <message>
        <source>Say for instance shot.{number:04d}.</source>
        <translation>Sagen Sie zum Beispiel shot.{number:04d}.</translation>
    </message>
    <message>
        <source>Say forward, backward or both.</source>
        <translation>Sagen Sie forward, backward oder both.</translation>
    </message>
    <message>
        <source>Say what the file, or the folder for pictures, is to be called.</source>
        <translation>Sagen Sie, wie die Datei oder der Ordner für Bilder heißen soll.</translation>
    </message>
    <message>
        <source>See the last picture.</source>
        <translation>Siehe das letzte Bild.</translation>
    </message>
    <message>
        <source>Select at least one frame.</source>
        <translation>Wählen Sie mindestens ein Bild aus.</translation>
    </message>
    <message>
        <source>Set in point</source>
        <translation>In-Punkt setzen</translation>
    </message>
    <message>
        <source>Set out point</source>
        <translation>Out-Punkt setzen</translation>
    </message>
    <message>
        <source>Set readout_dim in its configuration.</source>
        <translation>Setzen Sie readout_dim in seiner Konfiguration.</translation>
    </message>
    <message>
        <source>Short loops for messages and pages</source>
        <translation>Kurze Schleifen für Nachrichten und Seiten</translation>
    </message>
    <message>
        <source>Show {0}</source>
        <translation>{0} einblenden</translation>
    </message>
    <message>
        <source>Sides go from 1 to {0}.</source>
        <translation>Seiten gehen von 1 bis {0}.</translation>
    </message>
    <message>
        <source>Sizes in refine settings are not negative.</source>
        <translation>Größen in der Verfeinerung sind nicht negativ.</translation>
    </message>
    <message>
        <source>Smooth {0} px</source>
        <translation>Glätten {0} px</translation>
    </message>
    <message>
        <source>Soft edge {0} px</source>
        <translation>Weiche Kante {0} px</translation>
    </message>
    <message>
        <source>Solid fill</source>
        <translation>Einfarbig</translation>
    </message>
    <message>
        <source>Solid fill: {0}</source>
        <translation>Einfarbig: {0}</translation>
    </message>
    <message>
        <source>Solo {0}</source>
        <translation>Solo für {0}</translation>
    </message>
    <message>
        <source>Something went wrong that should not ({0}).</source>
        <translation>Etwas ging schief, das nicht schiefgehen sollte ({0}).</translation>
    </message>
    <message>
        <source>Sound is given in 1 or 2 channels, not {0}.</source>
        <translation>Ton wird mit 1 oder 2 Kanälen gegeben, nicht {0}.</translation>
    </message>
    <message>
        <source>Spans of frames overlap.</source>
        <translation>Abschnitte von Bildern überlappen.</translation>
    </message>
    <message>
        <source>Start inside the range or widen it.</source>
        <translation>Beginnen Sie innerhalb des Bereichs oder erweitern Sie ihn.</translation>
    </message>
    <message>
        <source>Start it again later; it goes on where it stopped.</source>
        <translation>Starten Sie später noch einmal; es geht weiter, wo es aufhörte.</translation>
    </message>
    <message>
        <source>Strands {0} px</source>
        <translation>Strähnen {0} px</translation>
    </message>
    <message>
        <source>TIFF sequence</source>
        <translation>TIFF-Sequenz</translation>
    </message>
    <message>
        <source>TIFF sequence, 16 bit</source>
        <translation>TIFF-Sequenz, 16 Bit</translation>
    </message>
    <message>
        <source>TIFF with layers</source>
        <translation>TIFF mit Ebenen</translation>
    </message>
    <message>
        <source>Take {0} from in front of {1} first.</source>
        <translation>Nehmen Sie {0} zuerst von vor {1} weg.</translation>
    </message>
    <message>
        <source>The answers to one click are counted 0, 1, 2.</source>
        <translation>Die Antworten auf einen Klick zählen 0, 1, 2.</translation>
    </message>
    <message>
        <source>The application did not get on with the story.</source>
        <translation>Das Programm kam in der Geschichte nicht weiter.</translation>
    </message>
    <message>
        <source>The background &apos;{0}&apos; cannot be read.</source>
        <translation>Der Hintergrund „{0}“ ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The background &apos;{0}&apos; cannot be read. {1}</source>
        <translation>Der Hintergrund „{0}“ ist nicht lesbar. {1}</translation>
    </message>
    <message>
        <source>The background &apos;{0}&apos; is gone.</source>
        <translation>Der Hintergrund „{0}“ ist verschwunden.</translation>
    </message>
    <message>
        <source>The background &apos;{0}&apos; is no picture.</source>
        <translation>Der Hintergrund „{0}“ ist kein Bild.</translation>
    </message>
    <message>
        <source>The background “{0}” came with the project and is not opened by itself.</source>
        <translation>Der Hintergrund „{0}“ kam mit dem Projekt und wird nicht von selbst geöffnet.</translation>
    </message>
    <message>
        <source>The box lies outside the picture of {0} × {1} pixels.</source>
        <translation>Der Rahmen liegt außerhalb des Bildes von {0} × {1} Pixeln.</translation>
    </message>
    <message>
        <source>The click ({0}, {1}) lies outside the picture.</source>
        <translation>Der Klick ({0}, {1}) liegt außerhalb des Bildes.</translation>
    </message>
    <message>
        <source>The click at {0},{1} lies outside the picture of {2} × {3} pixels.</source>
        <translation>Der Klick bei {0},{1} liegt außerhalb des Bildes von {2} × {3} Pixeln.</translation>
    </message>
    <message>
        <source>The clip &apos;{0}&apos; has changed since the project was made.</source>
        <translation>Der Clip „{0}“ hat sich geändert, seit das Projekt gemacht wurde.</translation>
    </message>
    <message>
        <source>The clip &apos;{0}&apos; is gone.</source>
        <translation>Der Clip „{0}“ ist verschwunden.</translation>
    </message>
    <message>
        <source>The clip cannot be read any further: {0}.</source>
        <translation>Der Clip lässt sich nicht weiter lesen: {0}.</translation>
    </message>
    <message>
        <source>The clip ends here.</source>
        <translation>Der Clip endet hier.</translation>
    </message>
    <message>
        <source>The clip has changed: the project was made for {0} × {1}, &apos;{2}&apos; is {3} × {4}.</source>
        <translation>Der Clip hat sich geändert: Das Projekt wurde für {0} × {1} gemacht, „{2}“ ist {3} × {4}.</translation>
    </message>
    <message>
        <source>The clip is still being read.</source>
        <translation>Der Clip wird noch gelesen.</translation>
    </message>
    <message>
        <source>The clip was closed.</source>
        <translation>Der Clip wurde geschlossen.</translation>
    </message>
    <message>
        <source>The clip {0} is not where it was.</source>
        <translation>Der Clip {0} ist nicht mehr an seinem Ort.</translation>
    </message>
    <message>
        <source>The clip&apos;s frames could not be listed.</source>
        <translation>Die Bilder des Clips ließen sich nicht auflisten.</translation>
    </message>
    <message>
        <source>The clip&apos;s length makes no sense.</source>
        <translation>Die Länge des Clips ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The clip&apos;s streams are damaged.</source>
        <translation>Die Datenströme des Clips sind beschädigt.</translation>
    </message>
    <message>
        <source>The clip&apos;s time base makes no sense.</source>
        <translation>Die Zeitbasis des Clips ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The configuration of {0} is missing: {1}.</source>
        <translation>Die Konfiguration von {0} fehlt: {1}.</translation>
    </message>
    <message>
        <source>The configuration {0} cannot be read ({1}).</source>
        <translation>Die Konfiguration {0} ist nicht lesbar ({1}).</translation>
    </message>
    <message>
        <source>The configuration {0} has no [model] table.</source>
        <translation>Die Konfiguration {0} hat keine Tabelle [model].</translation>
    </message>
    <message>
        <source>The connection for {0} broke off: {1}.</source>
        <translation>Die Verbindung für {0} brach ab: {1}.</translation>
    </message>
    <message>
        <source>The cut-out of this frame is on the clipboard.</source>
        <translation>Der Freisteller dieses Bildes liegt in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The disk failed while {0} was read or written.</source>
        <translation>Der Datenträger versagte, während {0} gelesen oder geschrieben wurde.</translation>
    </message>
    <message>
        <source>The disk is full: &apos;{0}&apos; could not be finished and was taken back.</source>
        <translation>Der Datenträger ist voll: „{0}“ ließ sich nicht fertigstellen und wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>The disk or a file did not answer: {0}.</source>
        <translation>Der Datenträger oder eine Datei antwortete nicht: {0}.</translation>
    </message>
    <message>
        <source>The export has no name.</source>
        <translation>Der Export hat keinen Namen.</translation>
    </message>
    <message>
        <source>The export would overwrite the clip itself.</source>
        <translation>Der Export würde den Clip selbst überschreiben.</translation>
    </message>
    <message>
        <source>The file does not say its colours; they are read as {0}.</source>
        <translation>Die Datei nennt ihre Farben nicht; sie werden als {0} gelesen.</translation>
    </message>
    <message>
        <source>The file ends earlier than it says; its last part is missing.</source>
        <translation>Die Datei endet früher, als sie sagt; ihr letzter Teil fehlt.</translation>
    </message>
    <message>
        <source>The file has been left as it is; go back to a copy of it.</source>
        <translation>Die Datei blieb, wie sie war; gehen Sie auf eine Kopie zurück.</translation>
    </message>
    <message>
        <source>The file has been left as it is; go back to a copy.</source>
        <translation>Die Datei blieb, wie sie war; gehen Sie auf eine Kopie zurück.</translation>
    </message>
    <message>
        <source>The file is damaged there; copy it again or choose a range without it.</source>
        <translation>Die Datei ist dort beschädigt; kopieren Sie sie neu oder wählen Sie einen Bereich ohne diese Stelle.</translation>
    </message>
    <message>
        <source>The file is damaged; go back to a copy of it.</source>
        <translation>Die Datei ist beschädigt; gehen Sie auf eine Kopie zurück.</translation>
    </message>
    <message>
        <source>The file keeps no frame times; frames are counted at an even rate and jumping back is slow.</source>
        <translation>Die Datei enthält keine Bildzeiten; Bilder werden gleichmäßig gezählt, und Zurückspringen ist langsam.</translation>
    </message>
    <message>
        <source>The folder &apos;{0}&apos; could not be made.</source>
        <translation>Der Ordner „{0}“ ließ sich nicht anlegen.</translation>
    </message>
    <message>
        <source>The folder “{0}” cannot be read: {1}.</source>
        <translation>Der Ordner „{0}“ ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The folder “{0}” holds no stills.</source>
        <translation>Der Ordner „{0}“ enthält keine Einzelbilder.</translation>
    </message>
    <message>
        <source>The folder “{0}” may not be read.</source>
        <translation>Der Ordner „{0}“ darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The frame at {0} s cannot be decoded.</source>
        <translation>Das Bild bei {0} s lässt sich nicht dekodieren.</translation>
    </message>
    <message>
        <source>The image size goes from 16 to 8192.</source>
        <translation>Die Bildgröße geht von 16 bis 8192.</translation>
    </message>
    <message>
        <source>The input size {0} of this model is not a multiple of {1}.</source>
        <translation>Die Eingangsgröße {0} dieses Modells ist kein Vielfaches von {1}.</translation>
    </message>
    <message>
        <source>The interlaced picture cannot be made whole.</source>
        <translation>Das Zeilensprungbild lässt sich nicht vervollständigen.</translation>
    </message>
    <message>
        <source>The layers are too large for a TIFF of 4 GB.</source>
        <translation>Die Ebenen sind zu groß für ein TIFF von 4 GB.</translation>
    </message>
    <message>
        <source>The margin around the objects cannot be negative.</source>
        <translation>Der Rand um die Objekte kann nicht negativ sein.</translation>
    </message>
    <message>
        <source>The mask at time stamp {0} is damaged.</source>
        <translation>Die Maske beim Zeitstempel {0} ist beschädigt.</translation>
    </message>
    <message>
        <source>The mask has the shape {0}, the frames {1}.</source>
        <translation>Die Maske hat die Form {0}, die Bilder {1}.</translation>
    </message>
    <message>
        <source>The mask has {0} × {1} pixels, the clip {2} × {3}.</source>
        <translation>Die Maske hat {0} × {1} Pixel, der Clip {2} × {3}.</translation>
    </message>
    <message>
        <source>The mask hint is {0} × {1}, not {2}.</source>
        <translation>Die Maskenvorgabe ist {0} × {1}, nicht {2}.</translation>
    </message>
    <message>
        <source>The mask of frame {0} is {1} × {2}, the clip {3} × {4}.</source>
        <translation>Die Maske von Bild {0} ist {1} × {2}, der Clip {3} × {4}.</translation>
    </message>
    <message>
        <source>The mask of this frame cannot be read.</source>
        <translation>Die Maske dieses Bildes ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The mask of your click is still being made.</source>
        <translation>Die Maske zum Klick entsteht noch.</translation>
    </message>
    <message>
        <source>The mask picture cannot be read.</source>
        <translation>Das Maskenbild ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The matting network failed: {0}</source>
        <translation>Das Matting-Netz versagte: {0}</translation>
    </message>
    <message>
        <source>The matting network gives no tensor, but {0} is wanted.</source>
        <translation>Das Matting-Netz gibt keinen Tensor, gebraucht wird aber {0}.</translation>
    </message>
    <message>
        <source>The matting network gives {0}, but {1} is wanted.</source>
        <translation>Das Matting-Netz gibt {0}, gebraucht wird aber {1}.</translation>
    </message>
    <message>
        <source>The matting network&apos;s answer does not lie between 0 and 1.</source>
        <translation>Die Antwort des Matting-Netzes liegt nicht zwischen 0 und 1.</translation>
    </message>
    <message>
        <source>The model&apos;s configuration has an unknown entry &apos;readout.{0}&apos;.</source>
        <translation>Die Konfiguration des Modells hat einen unbekannten Eintrag „readout.{0}“.</translation>
    </message>
    <message>
        <source>The model&apos;s configuration has an unknown entry &apos;{0}.{1}&apos;.</source>
        <translation>Die Konfiguration des Modells hat einen unbekannten Eintrag „{0}.{1}“.</translation>
    </message>
    <message>
        <source>The model&apos;s configuration has no [model.trunk] table.</source>
        <translation>Die Konfiguration des Modells hat keine Tabelle [model.trunk].</translation>
    </message>
    <message>
        <source>The model&apos;s configuration lacks &apos;{0}.{1}&apos;.</source>
        <translation>Der Konfiguration des Modells fehlt „{0}.{1}“.</translation>
    </message>
    <message>
        <source>The model&apos;s configuration names the trunk &apos;{0}&apos;; known are {1}.</source>
        <translation>Die Konfiguration des Modells nennt den Rumpf „{0}“; bekannt sind {1}.</translation>
    </message>
    <message>
        <source>The name &apos;{0}&apos; holds a field that does not exist.</source>
        <translation>Der Name „{0}“ enthält ein Feld, das es nicht gibt.</translation>
    </message>
    <message>
        <source>The name &apos;{0}&apos; is too long for this disk.</source>
        <translation>Der Name „{0}“ ist zu lang für diesen Datenträger.</translation>
    </message>
    <message>
        <source>The new order has to name every object once.</source>
        <translation>Die neue Reihenfolge muss jedes Objekt genau einmal nennen.</translation>
    </message>
    <message>
        <source>The numbers of a look are finite and not negative.</source>
        <translation>Die Zahlen einer Ansicht sind endlich und nicht negativ.</translation>
    </message>
    <message>
        <source>The object was corrected meanwhile, so looking closer was left off.</source>
        <translation>Das Objekt wurde inzwischen korrigiert; das nähere Hinsehen wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The out point lies before the in point.</source>
        <translation>Der Out-Punkt liegt vor dem In-Punkt.</translation>
    </message>
    <message>
        <source>The painted mask of &apos;{0}&apos; is damaged.</source>
        <translation>Die gemalte Maske von „{0}“ ist beschädigt.</translation>
    </message>
    <message>
        <source>The path of &apos;{0}&apos; is too long for this disk.</source>
        <translation>Der Pfad von „{0}“ ist zu lang für diesen Datenträger.</translation>
    </message>
    <message>
        <source>The picture is interlaced; deinterlacing gives cleaner mattes.</source>
        <translation>Das Bild ist im Zeilensprungverfahren; Deinterlacing gibt sauberere Matten.</translation>
    </message>
    <message>
        <source>The picture {0} behind the cut-out was not read.</source>
        <translation>Das Bild {0} hinter dem Freisteller wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>The picture&apos;s colours cannot be mapped to this screen.</source>
        <translation>Die Farben des Bildes lassen sich nicht auf diesen Bildschirm abbilden.</translation>
    </message>
    <message>
        <source>The picture&apos;s size makes no sense.</source>
        <translation>Die Größe des Bildes ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The policy &apos;published&apos; does not change the device in mid-run.</source>
        <translation>Die Regel „published“ wechselt das Gerät nicht mitten im Lauf.</translation>
    </message>
    <message>
        <source>The policy &apos;published&apos; does not go on from stored answers.</source>
        <translation>Die Regel „published“ macht nicht von gespeicherten Antworten aus weiter.</translation>
    </message>
    <message>
        <source>The policy &apos;published&apos; does not go on from stored passes.</source>
        <translation>Die Regel „published“ macht nicht von gespeicherten Läufen aus weiter.</translation>
    </message>
    <message>
        <source>The policy &apos;published&apos; is SAM 2&apos;s own; {0} has no memory attention.</source>
        <translation>Die Regel „published“ ist die von SAM 2 selbst; {0} hat keine Gedächtnis-Aufmerksamkeit.</translation>
    </message>
    <message>
        <source>The project file can no longer be read.</source>
        <translation>Die Projektdatei ist nicht mehr lesbar.</translation>
    </message>
    <message>
        <source>The project file carries statements that would run by themselves; it is not opened.</source>
        <translation>Die Projektdatei enthält Anweisungen, die von selbst liefen; sie wird nicht geöffnet.</translation>
    </message>
    <message>
        <source>The project file is not built as ClickMatte builds them.</source>
        <translation>Die Projektdatei ist nicht so gebaut, wie ClickMatte sie baut.</translation>
    </message>
    <message>
        <source>The project has no objects.</source>
        <translation>Das Projekt hat keine Objekte.</translation>
    </message>
    <message>
        <source>The project was changed by another program.</source>
        <translation>Das Projekt wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>The project&apos;s contents are damaged.</source>
        <translation>Der Inhalt des Projekts ist beschädigt.</translation>
    </message>
    <message>
        <source>The project&apos;s contents make no sense ({0}).</source>
        <translation>Der Inhalt des Projekts ergibt keinen Sinn ({0}).</translation>
    </message>
    <message>
        <source>The project&apos;s tracking results are damaged.</source>
        <translation>Die Tracking-Ergebnisse des Projekts sind beschädigt.</translation>
    </message>
    <message>
        <source>The published order of events goes one way at a time.</source>
        <translation>Die veröffentlichte Reihenfolge geht nur in eine Richtung auf einmal.</translation>
    </message>
    <message>
        <source>The range {0} holds no frames of this clip, which has {1}.</source>
        <translation>Der Bereich {0} enthält keine Bilder dieses Clips, der {1} hat.</translation>
    </message>
    <message>
        <source>The range {0}:{1} holds no frames.</source>
        <translation>Der Bereich {0}:{1} enthält keine Bilder.</translation>
    </message>
    <message>
        <source>The sample clip is not installed.</source>
        <translation>Der Beispielclip ist nicht installiert.</translation>
    </message>
    <message>
        <source>The server refused {0} (HTTP {1}).</source>
        <translation>Der Server verweigerte {0} (HTTP {1}).</translation>
    </message>
    <message>
        <source>The sound for &apos;{0}&apos; could not be written ({1}).</source>
        <translation>Der Ton für „{0}“ ließ sich nicht schreiben ({1}).</translation>
    </message>
    <message>
        <source>The sound goes into a WAV file beside the pictures.</source>
        <translation>Der Ton kommt in eine WAV-Datei neben den Bildern.</translation>
    </message>
    <message>
        <source>The sound output takes no sound, so the clip plays on in silence.</source>
        <translation>Die Tonausgabe nimmt keinen Ton an; der Clip läuft stumm weiter.</translation>
    </message>
    <message>
        <source>The span holds no frames.</source>
        <translation>Der Abschnitt enthält keine Bilder.</translation>
    </message>
    <message>
        <source>The stills in “{0}” are not numbered.</source>
        <translation>Die Einzelbilder in „{0}“ sind nicht nummeriert.</translation>
    </message>
    <message>
        <source>The weights file {0} cannot be read ({1}).</source>
        <translation>Die Gewichtsdatei {0} ist nicht lesbar ({1}).</translation>
    </message>
    <message>
        <source>The weights hold {0}, which this model does not have.</source>
        <translation>Die Gewichte enthalten {0}, was dieses Modell nicht hat.</translation>
    </message>
    <message>
        <source>The weights lack {0}.</source>
        <translation>Den Gewichten fehlt {0}.</translation>
    </message>
    <message>
        <source>The weights of {0} are not on this machine.</source>
        <translation>Die Gewichte von {0} sind nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The weights that come with ClickMatte are missing: {0}.</source>
        <translation>Die mit ClickMatte gelieferten Gewichte fehlen: {0}.</translation>
    </message>
    <message>
        <source>The window speaks the other language from the next start on.</source>
        <translation>Das Fenster spricht die andere Sprache ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>The {0} memory is full: tracking goes on with {1} at a time.</source>
        <translation>Der Speicher von {0} ist voll: Das Tracking geht mit {1} auf einmal weiter.</translation>
    </message>
    <message>
        <source>The {0} memory is full: tracking goes on, more slowly, on the CPU.</source>
        <translation>Der Speicher von {0} ist voll: Das Tracking geht langsamer auf der CPU weiter.</translation>
    </message>
    <message>
        <source>There are no masks in &apos;{0}&apos;.</source>
        <translation>In „{0}“ sind keine Masken.</translation>
    </message>
    <message>
        <source>There are no masks of {0} here to look at more closely.</source>
        <translation>Hier gibt es keine Masken von {0}, die näher angesehen werden könnten.</translation>
    </message>
    <message>
        <source>There are no masks to export yet.</source>
        <translation>Es gibt noch keine Masken zu exportieren.</translation>
    </message>
    <message>
        <source>There are pictures in &apos;{0}&apos; already; those of the same names will be replaced.</source>
        <translation>In „{0}“ liegen schon Bilder; gleichnamige werden ersetzt.</translation>
    </message>
    <message>
        <source>There are {0}.</source>
        <translation>Es gibt {0}.</translation>
    </message>
    <message>
        <source>There are: {0}.</source>
        <translation>Es gibt: {0}.</translation>
    </message>
    <message>
        <source>There is a file {0} already.</source>
        <translation>Es gibt schon eine Datei {0}.</translation>
    </message>
    <message>
        <source>There is a mask for frame {0}, but the clip has {1}.</source>
        <translation>Es gibt eine Maske für Bild {0}, der Clip hat aber {1}.</translation>
    </message>
    <message>
        <source>There is no dataset format &apos;{0}&apos;.</source>
        <translation>Das Datensatzformat „{0}“ gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no doubtful frame after this one.</source>
        <translation>Nach diesem Bild ist keines mehr zweifelhaft.</translation>
    </message>
    <message>
        <source>There is no export preset &apos;{0}&apos;.</source>
        <translation>Es gibt keine Exportvorgabe „{0}“.</translation>
    </message>
    <message>
        <source>There is no file &apos;{0}&apos;.</source>
        <translation>Es gibt keine Datei „{0}“.</translation>
    </message>
    <message>
        <source>There is no file or folder {0}.</source>
        <translation>Es gibt keine Datei und keinen Ordner {0}.</translation>
    </message>
    <message>
        <source>There is no file “{0}”.</source>
        <translation>Es gibt keine Datei „{0}“.</translation>
    </message>
    <message>
        <source>There is no mask to lock here.</source>
        <translation>Hier gibt es keine Maske zu sperren.</translation>
    </message>
    <message>
        <source>There is no mask to take over.</source>
        <translation>Es gibt keine Maske zu übernehmen.</translation>
    </message>
    <message>
        <source>There is no model called &apos;{0}&apos;.</source>
        <translation>Es gibt kein Modell namens „{0}“.</translation>
    </message>
    <message>
        <source>There is no object to exclude from yet.</source>
        <translation>Es gibt noch kein Objekt, von dem etwas auszuschließen wäre.</translation>
    </message>
    <message>
        <source>There is no object to export.</source>
        <translation>Es gibt kein Objekt zu exportieren.</translation>
    </message>
    <message>
        <source>There is no object {0} in this project.</source>
        <translation>In diesem Projekt gibt es kein Objekt {0}.</translation>
    </message>
    <message>
        <source>There is no object {0}.</source>
        <translation>Es gibt kein Objekt {0}.</translation>
    </message>
    <message>
        <source>There is no policy &apos;{0}&apos;.</source>
        <translation>Es gibt keine Regel „{0}“.</translation>
    </message>
    <message>
        <source>There is no project {0}.</source>
        <translation>Es gibt kein Projekt {0}.</translation>
    </message>
    <message>
        <source>There is no prompt after this frame.</source>
        <translation>Nach diesem Bild ist nichts angegeben.</translation>
    </message>
    <message>
        <source>There is no prompt before this frame.</source>
        <translation>Vor diesem Bild ist nichts angegeben.</translation>
    </message>
    <message>
        <source>There is no room left to save {0}.</source>
        <translation>Es ist kein Platz mehr, um {0} zu sichern.</translation>
    </message>
    <message>
        <source>There is no take {0}.</source>
        <translation>Es gibt keinen Lauf {0}.</translation>
    </message>
    <message>
        <source>There is not enough memory for this model.</source>
        <translation>Der Speicher reicht für dieses Modell nicht.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Speicher reicht nicht.</translation>
    </message>
    <message>
        <source>There is nothing at &apos;{0}&apos;.</source>
        <translation>Bei „{0}“ ist nichts.</translation>
    </message>
    <message>
        <source>There is nothing called &apos;{0}&apos; to write beside an export.</source>
        <translation>Es gibt nichts namens „{0}“, das neben einen Export geschrieben würde.</translation>
    </message>
    <message>
        <source>There is nothing to choose from.</source>
        <translation>Es gibt nichts auszuwählen.</translation>
    </message>
    <message>
        <source>There is nothing to compare yet.</source>
        <translation>Es gibt noch nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>There is nothing to export yet.</source>
        <translation>Es gibt noch nichts zu exportieren.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>There is nothing to track yet.</source>
        <translation>Es gibt noch nichts zu verfolgen.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>This build of FFmpeg cannot write {0} (no encoder &apos;{1}&apos;).</source>
        <translation>Dieses FFmpeg kann {0} nicht schreiben (kein Kodierer „{1}“).</translation>
    </message>
    <message>
        <source>This build of FFmpeg has no encoder &apos;{0}&apos;.</source>
        <translation>Dieses FFmpeg hat keinen Kodierer „{0}“.</translation>
    </message>
    <message>
        <source>This frame has no prompts to compare by.</source>
        <translation>Dieses Bild hat keine Vorgaben zum Vergleichen.</translation>
    </message>
    <message>
        <source>This is no single still.</source>
        <translation>Dies ist kein einzelnes Bild.</translation>
    </message>
    <message>
        <source>This machine has no {0} device.</source>
        <translation>Dieser Rechner hat kein Gerät {0}.</translation>
    </message>
    <message>
        <source>This model has no keys for a readout.</source>
        <translation>Dieses Modell hat keine Schlüssel für eine Auslese.</translation>
    </message>
    <message>
        <source>This model has no memory.</source>
        <translation>Dieses Modell hat kein Gedächtnis.</translation>
    </message>
    <message>
        <source>This project is of a version that cannot be brought up to date.</source>
        <translation>Dieses Projekt hat eine Version, die sich nicht auf den neuesten Stand bringen lässt.</translation>
    </message>
    <message>
        <source>This take is closed.</source>
        <translation>Dieser Lauf ist abgeschlossen.</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Verfolgen</translation>
    </message>
    <message>
        <source>Track again.</source>
        <translation>Verfolgen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Track again; prompts and masks are not affected.</source>
        <translation>Verfolgen Sie noch einmal; Vorgaben und Masken sind nicht betroffen.</translation>
    </message>
    <message>
        <source>Track forward, then backward.</source>
        <translation>Verfolgen Sie vorwärts, dann rückwärts.</translation>
    </message>
    <message>
        <source>Track in the other direction.</source>
        <translation>Verfolgen Sie in die andere Richtung.</translation>
    </message>
    <message>
        <source>Track it again first, then look closer.</source>
        <translation>Verfolgen Sie es erst noch einmal, dann sehen Sie näher hin.</translation>
    </message>
    <message>
        <source>Track it first.</source>
        <translation>Verfolgen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Track the object first.</source>
        <translation>Verfolgen Sie das Objekt zuerst.</translation>
    </message>
    <message>
        <source>Track the objects first.</source>
        <translation>Verfolgen Sie die Objekte zuerst.</translation>
    </message>
    <message>
        <source>Track this part again.</source>
        <translation>Verfolgen Sie diesen Teil noch einmal.</translation>
    </message>
    <message>
        <source>Track this part again; the rest of the project is not affected.</source>
        <translation>Verfolgen Sie diesen Teil noch einmal; der Rest des Projekts ist nicht betroffen.</translation>
    </message>
    <message>
        <source>Track {0}</source>
        <translation>Verfolgen: {0}</translation>
    </message>
    <message>
        <source>Track {0} (1 frame)</source>
        <translation>{0} verfolgen (1 Bild)</translation>
    </message>
    <message>
        <source>Track {0} ({1} frames)</source>
        <translation>{0} verfolgen ({1} Bilder)</translation>
    </message>
    <message>
        <source>Tracking cannot start on frame {0}: the range is {1}:{2}.</source>
        <translation>Das Tracking kann nicht auf Bild {0} beginnen: Der Bereich ist {1}:{2}.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Try again, or from another network.</source>
        <translation>Versuchen Sie es noch einmal oder aus einem anderen Netz.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Try another program&apos;s copy of it.</source>
        <translation>Versuchen Sie die Kopie eines anderen Programms.</translation>
    </message>
    <message>
        <source>Two objects have the same id.</source>
        <translation>Zwei Objekte haben dieselbe Kennung.</translation>
    </message>
    <message>
        <source>Two objects would be written to the same file.</source>
        <translation>Zwei Objekte kämen in dieselbe Datei.</translation>
    </message>
    <message>
        <source>Unlock a span of {0}</source>
        <translation>Abschnitt von {0} entsperren</translation>
    </message>
    <message>
        <source>Unlock it first.</source>
        <translation>Entsperren Sie es zuerst.</translation>
    </message>
    <message>
        <source>Unlock {0}</source>
        <translation>{0} entsperren</translation>
    </message>
    <message>
        <source>Update ClickMatte to open it.</source>
        <translation>Aktualisieren Sie ClickMatte, um es zu öffnen.</translation>
    </message>
    <message>
        <source>Use PNG, JPEG, TIFF, WebP, BMP or EXR.</source>
        <translation>Verwenden Sie PNG, JPEG, TIFF, WebP, BMP oder EXR.</translation>
    </message>
    <message>
        <source>Use a model whose configuration has a [model.memory] table.</source>
        <translation>Verwenden Sie ein Modell, dessen Konfiguration eine Tabelle [model.memory] hat.</translation>
    </message>
    <message>
        <source>Use step 1 or -1.</source>
        <translation>Verwenden Sie die Schrittweite 1 oder -1.</translation>
    </message>
    <message>
        <source>Use the official .pt file or a .safetensors file.</source>
        <translation>Verwenden Sie die offizielle .pt-Datei oder eine .safetensors-Datei.</translation>
    </message>
    <message>
        <source>Use the policy &apos;editor&apos;.</source>
        <translation>Verwenden Sie die Regel „editor“.</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Web pages, OBS</source>
        <translation>Webseiten, OBS</translation>
    </message>
    <message>
        <source>Web stills</source>
        <translation>Standbilder fürs Web</translation>
    </message>
    <message>
        <source>Web stills, lossless</source>
        <translation>Standbilder fürs Web, verlustfrei</translation>
    </message>
    <message>
        <source>WebM with alpha (VP9)</source>
        <translation>WebM mit Alpha (VP9)</translation>
    </message>
    <message>
        <source>WebP pictures</source>
        <translation>WebP-Bilder</translation>
    </message>
    <message>
        <source>What lies on the web cannot be opened.</source>
        <translation>Was im Netz liegt, kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>What was sent for {0} {1}, so it was thrown away.</source>
        <translation>Was für {0} gesendet wurde, {1}; es wurde verworfen.</translation>
    </message>
    <message>
        <source>Which clip?</source>
        <translation>Welcher Clip?</translation>
    </message>
    <message>
        <source>Your work is saved. Please copy the details and report them.</source>
        <translation>Ihre Arbeit ist gesichert. Bitte kopieren Sie die Einzelheiten und melden Sie sie.</translation>
    </message>
    <message>
        <source>a baseline for comparison</source>
        <translation>eine Vergleichsbasis</translation>
    </message>
    <message>
        <source>about {0}, {1}</source>
        <translation>etwa {0}, {1}</translation>
    </message>
    <message>
        <source>all as at the beginning</source>
        <translation>alles wie am Anfang</translation>
    </message>
    <message>
        <source>alpha of frame {0}</source>
        <translation>Alpha von Bild {0}</translation>
    </message>
    <message>
        <source>between {0} and {1}, {2}</source>
        <translation>zwischen {0} und {1}, {2}</translation>
    </message>
    <message>
        <source>both ways</source>
        <translation>beide Richtungen</translation>
    </message>
    <message>
        <source>brightest frame {0}</source>
        <translation>hellstes Bild {0}</translation>
    </message>
    <message>
        <source>brightest pixel {0}</source>
        <translation>hellster Bildpunkt {0}</translation>
    </message>
    <message>
        <source>checked and in place</source>
        <translation>geprüft und an seinem Platz</translation>
    </message>
    <message>
        <source>checking the file</source>
        <translation>die Datei wird geprüft</translation>
    </message>
    <message>
        <source>colour tags</source>
        <translation>Farbangaben</translation>
    </message>
    <message>
        <source>colours of frame {0}</source>
        <translation>Farben von Bild {0}</translation>
    </message>
    <message>
        <source>comes with ClickMatte; made for machines without a GPU</source>
        <translation>kommt mit ClickMatte; gemacht für Rechner ohne Grafikkarte</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>d_model = {0} does not divide by 8 and by {1} heads.</source>
        <translation>d_model = {0} lässt sich nicht durch 8 und durch {1} Köpfe teilen.</translation>
    </message>
    <message>
        <source>does not go on where it broke off</source>
        <translation>geht nicht dort weiter, wo es abbrach</translation>
    </message>
    <message>
        <source>fits the graphics card</source>
        <translation>passt auf die Grafikkarte</translation>
    </message>
    <message>
        <source>fits the memory, but takes seconds a frame without a graphics card</source>
        <translation>passt in den Speicher, braucht ohne Grafikkarte aber Sekunden je Bild</translation>
    </message>
    <message>
        <source>frame count</source>
        <translation>Zahl der Bilder</translation>
    </message>
    <message>
        <source>frame times</source>
        <translation>Bildzeiten</translation>
    </message>
    <message>
        <source>from nearby</source>
        <translation>aus der Nähe</translation>
    </message>
    <message>
        <source>full range</source>
        <translation>voller Umfang</translation>
    </message>
    <message>
        <source>gamma 2.2</source>
        <translation>Gamma 2,2</translation>
    </message>
    <message>
        <source>gamma 2.8</source>
        <translation>Gamma 2,8</translation>
    </message>
    <message>
        <source>goes on where it stopped</source>
        <translation>geht weiter, wo es aufhörte</translation>
    </message>
    <message>
        <source>graded at {0} to {1} cd/m²</source>
        <translation>gegradet bei {0} bis {1} cd/m²</translation>
    </message>
    <message>
        <source>has another SHA-256 than the published one</source>
        <translation>hat eine andere SHA-256 als die veröffentlichte</translation>
    </message>
    <message>
        <source>hidden here</source>
        <translation>hier verdeckt</translation>
    </message>
    <message>
        <source>in front of {0}</source>
        <translation>vor {0}</translation>
    </message>
    <message>
        <source>is {0} bytes long instead of {1}</source>
        <translation>ist {0} Bytes lang statt {1}</translation>
    </message>
    <message>
        <source>its size or contents differ</source>
        <translation>Größe oder Inhalt sind anders</translation>
    </message>
    <message>
        <source>limited range</source>
        <translation>begrenzter Umfang</translation>
    </message>
    <message>
        <source>loading the model…</source>
        <translation>das Modell wird geladen…</translation>
    </message>
    <message>
        <source>needs about {0} GB, more than is free here</source>
        <translation>braucht etwa {0} GB, mehr als hier frei ist</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>no prompts yet</source>
        <translation>noch keine Vorgaben</translation>
    </message>
    <message>
        <source>no video</source>
        <translation>kein Video</translation>
    </message>
    <message>
        <source>not said, taken as {0}</source>
        <translation>nicht genannt, gelesen als {0}</translation>
    </message>
    <message>
        <source>not tracked here</source>
        <translation>hier nicht verfolgt</translation>
    </message>
    <message>
        <source>not tracked yet</source>
        <translation>noch nicht verfolgt</translation>
    </message>
    <message>
        <source>off by up to {0} ms</source>
        <translation>bis zu {0} ms daneben</translation>
    </message>
    <message>
        <source>off by {0}/255</source>
        <translation>{0}/255 daneben</translation>
    </message>
    <message>
        <source>off by {0}/255 in the mean</source>
        <translation>im Mittel {0}/255 daneben</translation>
    </message>
    <message>
        <source>older than the last correction here</source>
        <translation>hier älter als die letzte Korrektur</translation>
    </message>
    <message>
        <source>on Apple&apos;s graphics processor (MPS){0}</source>
        <translation>auf Apples Grafikprozessor (MPS){0}</translation>
    </message>
    <message>
        <source>on the CPU with 1 thread{0}</source>
        <translation>auf der CPU mit 1 Thread{0}</translation>
    </message>
    <message>
        <source>on the CPU with {0} threads{1}</source>
        <translation>auf der CPU mit {0} Threads{1}</translation>
    </message>
    <message>
        <source>on {0} in {1}</source>
        <translation>auf {0} in {1}</translation>
    </message>
    <message>
        <source>one object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>opening {0}</source>
        <translation>{0} wird geöffnet</translation>
    </message>
    <message>
        <source>pixel aspect</source>
        <translation>Pixelseitenverhältnis</translation>
    </message>
    <message>
        <source>primaries {0}</source>
        <translation>Primärfarben {0}</translation>
    </message>
    <message>
        <source>runs on any machine</source>
        <translation>läuft auf jedem Rechner</translation>
    </message>
    <message>
        <source>something belongs to no object</source>
        <translation>etwas gehört zu keinem Objekt</translation>
    </message>
    <message>
        <source>sound only</source>
        <translation>nur Ton</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>the shipped model&apos;s features alone, without its decoder: a baseline for evaluate</source>
        <translation>nur die Merkmale des mitgelieferten Modells, ohne seinen Dekoder: eine Vergleichsbasis</translation>
    </message>
    <message>
        <source>the stills&apos; names or sizes differ</source>
        <translation>Namen oder Größen der Einzelbilder sind anders</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>es gibt keine</translation>
    </message>
    <message>
        <source>this frame</source>
        <translation>dieses Bild</translation>
    </message>
    <message>
        <source>tracked {0}–{1}</source>
        <translation>verfolgt {0}–{1}</translation>
    </message>
    <message>
        <source>tracking {0}</source>
        <translation>Tracking {0}</translation>
    </message>
    <message>
        <source>unknown part {0}</source>
        <translation>unbekannter Teil {0}</translation>
    </message>
    <message>
        <source>up to {0} · being measured…</source>
        <translation>bis zu {0} · wird gemessen …</translation>
    </message>
    <message>
        <source>what had come was thrown away</source>
        <translation>was schon da war, wurde verworfen</translation>
    </message>
    <message>
        <source>{0}   about {1} fps, variable</source>
        <translation>{0}   etwa {1} Bilder/s, wechselnd</translation>
    </message>
    <message>
        <source>{0}   {1} fps</source>
        <translation>{0}   {1} Bilder/s</translation>
    </message>
    <message>
        <source>{0} MB/s</source>
        <translation>{0} MB/s</translation>
    </message>
    <message>
        <source>{0} belongs to another clip than {1}.</source>
        <translation>{0} gehört zu einem anderen Clip als {1}.</translation>
    </message>
    <message>
        <source>{0} bytes are missing</source>
        <translation>es fehlen {0} Bytes</translation>
    </message>
    <message>
        <source>{0} cannot be read ({1}).</source>
        <translation>{0} ist nicht lesbar ({1}).</translation>
    </message>
    <message>
        <source>{0} cannot be written ({1}).</source>
        <translation>{0} lässt sich nicht schreiben ({1}).</translation>
    </message>
    <message>
        <source>{0} cannot be written to {1} ({2}).</source>
        <translation>{0} lässt sich nicht nach {1} schreiben ({2}).</translation>
    </message>
    <message>
        <source>{0} cannot be written where it is.</source>
        <translation>{0} lässt sich an seinem Ort nicht schreiben.</translation>
    </message>
    <message>
        <source>{0} cannot be written.</source>
        <translation>{0} lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>{0} carries no sound; the clip&apos;s is left out.</source>
        <translation>{0} fasst keinen Ton; der des Clips wird weggelassen.</translation>
    </message>
    <message>
        <source>{0} checks passed.</source>
        <translation>{0} Prüfungen bestanden.</translation>
    </message>
    <message>
        <source>{0} comes with ClickMatte; there is nothing to fetch.</source>
        <translation>{0} kommt mit ClickMatte; es gibt nichts herunterzuladen.</translation>
    </message>
    <message>
        <source>{0} damaged packets{1}; the pictures there may show errors.</source>
        <translation>{0} beschädigte Pakete{1}; die Bilder dort können Fehler zeigen.</translation>
    </message>
    <message>
        <source>{0} does not fit {1}: {2}</source>
        <translation>{0} passt nicht zu {1}: {2}</translation>
    </message>
    <message>
        <source>{0} does not say that its colours are HDR: set it in the next program.</source>
        <translation>{0} sagt nicht, dass die Farben HDR sind: Stellen Sie es im nächsten Programm ein.</translation>
    </message>
    <message>
        <source>{0} does not take pictures of {1} × {2}.</source>
        <translation>{0} nimmt keine Bilder von {1} × {2}.</translation>
    </message>
    <message>
        <source>{0} files, off by up to {1} ms</source>
        <translation>{0} Dateien, bis zu {1} ms daneben</translation>
    </message>
    <message>
        <source>{0} fills the picture already: looking closer would show nothing more.</source>
        <translation>{0} füllt das Bild schon aus: Näheres Hinsehen würde nichts weiter zeigen.</translation>
    </message>
    <message>
        <source>{0} for {1}</source>
        <translation>{0} für {1}</translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation>{0} Bilder/s</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} Bilder</translation>
    </message>
    <message>
        <source>{0} frames cannot be decoded{1}; the picture before is shown instead.</source>
        <translation>{0} Bilder lassen sich nicht dekodieren{1}; stattdessen steht jeweils das Bild davor.</translation>
    </message>
    <message>
        <source>{0} frames, {1}</source>
        <translation>{0} Bilder, {1}</translation>
    </message>
    <message>
        <source>{0} frames/s</source>
        <translation>{0} Bilder/s</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>{0} has neither a memory nor a readout, so it cannot track.</source>
        <translation>{0} hat weder Gedächtnis noch Auslese und kann daher nicht verfolgen.</translation>
    </message>
    <message>
        <source>{0} has no alpha: what is transparent becomes black.</source>
        <translation>{0} hat kein Alpha: Durchsichtiges wird schwarz.</translation>
    </message>
    <message>
        <source>{0} has no place for the clip&apos;s HDR10 metadata (mastering display, light levels).</source>
        <translation>{0} hat keinen Platz für die HDR10-Metadaten des Clips (Mastering-Display, Lichtpegel).</translation>
    </message>
    <message>
        <source>{0} holds more than numbers and could run code when it is opened, so it was not opened.</source>
        <translation>{0} enthält mehr als Zahlen und könnte beim Öffnen Code ausführen; es wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>{0} holds no named tensors.</source>
        <translation>{0} enthält keine benannten Tensoren.</translation>
    </message>
    <message>
        <source>{0} holds too many files.</source>
        <translation>{0} enthält zu viele Dateien.</translation>
    </message>
    <message>
        <source>{0} in front of {1}</source>
        <translation>{0} vor {1}</translation>
    </message>
    <message>
        <source>{0} is a bare pickle, which could run code when it is opened, so it was not opened.</source>
        <translation>{0} ist ein bloßes Pickle, das beim Öffnen Code ausführen könnte; es wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>{0} is another clip than {1}: {2}.</source>
        <translation>{0} ist ein anderer Clip als {1}: {2}.</translation>
    </message>
    <message>
        <source>{0} is closed.</source>
        <translation>{0} ist geschlossen.</translation>
    </message>
    <message>
        <source>{0} is damaged or incomplete.</source>
        <translation>{0} ist beschädigt oder unvollständig.</translation>
    </message>
    <message>
        <source>{0} is damaged.</source>
        <translation>{0} ist beschädigt.</translation>
    </message>
    <message>
        <source>{0} is empty; it is no ClickMatte project.</source>
        <translation>{0} ist leer; es ist kein ClickMatte-Projekt.</translation>
    </message>
    <message>
        <source>{0} is hidden here</source>
        <translation>{0} ist hier verdeckt</translation>
    </message>
    <message>
        <source>{0} is in front of {1} already, by way of {2}.</source>
        <translation>{0} ist schon vor {1}, auf dem Weg über {2}.</translation>
    </message>
    <message>
        <source>{0} is in use by another program.</source>
        <translation>{0} wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>{0} is incomplete: its end is missing.</source>
        <translation>{0} ist unvollständig: Das Ende fehlt.</translation>
    </message>
    <message>
        <source>{0} is locked.</source>
        <translation>{0} ist gesperrt.</translation>
    </message>
    <message>
        <source>{0} is neither a file nor a folder.</source>
        <translation>{0} ist weder eine Datei noch ein Ordner.</translation>
    </message>
    <message>
        <source>{0} is no ClickMatte project.</source>
        <translation>{0} ist kein ClickMatte-Projekt.</translation>
    </message>
    <message>
        <source>{0} is not a weights file.</source>
        <translation>{0} ist keine Gewichtsdatei.</translation>
    </message>
    <message>
        <source>{0} is not the clip this project was made with: {1}.</source>
        <translation>{0} ist nicht der Clip, mit dem dieses Projekt gemacht wurde: {1}.</translation>
    </message>
    <message>
        <source>{0} is not tracked here</source>
        <translation>{0} ist hier nicht verfolgt</translation>
    </message>
    <message>
        <source>{0} is open in another window.</source>
        <translation>{0} ist in einem anderen Fenster offen.</translation>
    </message>
    <message>
        <source>{0} is still there.</source>
        <translation>{0} ist noch da.</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} needs even sizes: &apos;{1}&apos; becomes {2} × {3}; the last column or row is repeated.</source>
        <translation>{0} braucht gerade Maße: „{1}“ wird {2} × {3}; die letzte Spalte oder Zeile wird wiederholt.</translation>
    </message>
    <message>
        <source>{0} needs {1} MB, but only {2} MB are free in {3}.</source>
        <translation>{0} braucht {1} MB, frei sind aber nur {2} MB in {3}.</translation>
    </message>
    <message>
        <source>{0} no longer in front of {1}</source>
        <translation>{0} nicht mehr vor {1}</translation>
    </message>
    <message>
        <source>{0} objects</source>
        <translation>{0} Objekte</translation>
    </message>
    <message>
        <source>{0} of {1} MB</source>
        <translation>{0} von {1} MB</translation>
    </message>
    <message>
        <source>{0} of {1} streams, off by up to {2} ms</source>
        <translation>{0} von {1} Spuren, bis zu {2} ms daneben</translation>
    </message>
    <message>
        <source>{0} px, its own</source>
        <translation>{0} px, seine eigene</translation>
    </message>
    <message>
        <source>{0} s of {1} s</source>
        <translation>{0} s von {1} s</translation>
    </message>
    <message>
        <source>{0} was not made by ClickMatte.</source>
        <translation>{0} stammt nicht von ClickMatte.</translation>
    </message>
    <message>
        <source>{0}, {1} bit</source>
        <translation>{0}, {1} Bit</translation>
    </message>
    <message>
        <source>{0}: &apos;{1}&apos; is not a tensor.</source>
        <translation>{0}: „{1}“ ist kein Tensor.</translation>
    </message>
    <message>
        <source>“{0}” cannot be decoded: {1}.</source>
        <translation>„{0}“ lässt sich nicht dekodieren: {1}.</translation>
    </message>
    <message>
        <source>“{0}” cannot be opened: {1}.</source>
        <translation>„{0}“ lässt sich nicht öffnen: {1}.</translation>
    </message>
    <message>
        <source>“{0}” cannot be read: {1}.</source>
        <translation>„{0}“ ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>“{0}” has no sound stream number {1}.</source>
        <translation>„{0}“ hat keine Tonspur Nummer {1}.</translation>
    </message>
    <message>
        <source>“{0}” holds no colour channels.</source>
        <translation>„{0}“ enthält keine Farbkanäle.</translation>
    </message>
    <message>
        <source>“{0}” holds no picture that can be decoded.</source>
        <translation>„{0}“ enthält kein Bild, das sich dekodieren lässt.</translation>
    </message>
    <message>
        <source>“{0}” holds {1}.</source>
        <translation>„{0}“ enthält {1}.</translation>
    </message>
    <message>
        <source>“{0}” is a list of other files, not a video.</source>
        <translation>„{0}“ ist eine Liste anderer Dateien, kein Video.</translation>
    </message>
    <message>
        <source>“{0}” is coded in a way this program cannot decode.</source>
        <translation>„{0}“ ist auf eine Weise kodiert, die dieses Programm nicht dekodieren kann.</translation>
    </message>
    <message>
        <source>“{0}” is cut off: the list of its frames (moov), written last, is missing.</source>
        <translation>„{0}“ ist abgeschnitten: Die Liste der Bilder (moov), die zuletzt geschrieben wird, fehlt.</translation>
    </message>
    <message>
        <source>“{0}” is damaged or cut off.</source>
        <translation>„{0}“ ist beschädigt oder abgeschnitten.</translation>
    </message>
    <message>
        <source>“{0}” is damaged or no OpenEXR file.</source>
        <translation>„{0}“ ist beschädigt oder keine OpenEXR-Datei.</translation>
    </message>
    <message>
        <source>“{0}” is empty.</source>
        <translation>„{0}“ ist leer.</translation>
    </message>
    <message>
        <source>“{0}” is no pattern of stills this program reads.</source>
        <translation>„{0}“ ist kein Muster von Einzelbildern, das dieses Programm liest.</translation>
    </message>
    <message>
        <source>“{0}” is not a picture this program reads.</source>
        <translation>„{0}“ ist kein Bild, das dieses Programm liest.</translation>
    </message>
    <message>
        <source>“{0}” is not a video.</source>
        <translation>„{0}“ ist kein Video.</translation>
    </message>
    <message>
        <source>“{0}” is one of {1} numbered stills.</source>
        <translation>„{0}“ ist eines von {1} nummerierten Einzelbildern.</translation>
    </message>
    <message>
        <source>“{0}” is too large a picture.</source>
        <translation>„{0}“ ist ein zu großes Bild.</translation>
    </message>
    <message>
        <source>“{0}” is {1} × {2}, the first still {3} × {4}.</source>
        <translation>„{0}“ ist {1} × {2}, das erste Einzelbild {3} × {4}.</translation>
    </message>
    <message>
        <source>“{0}” may not be read.</source>
        <translation>„{0}“ darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>“{0}” was written, but differs from what was asked.</source>
        <translation>„{0}“ wurde geschrieben, weicht aber von der Vorgabe ab.</translation>
    </message>
</context>
</TS>
