/** German for the second library: sentences of everyday letters, with places for what changes, and what can stand there. */

/** Places: {nom} {akk} {dat} a matter in that case, {wer} a person, {wo} a place, {tag} a day, {betrag} an amount, {zahl} a small number, {nr} a reference, {zeit} an hour, {stelle} an office in the dative. */
export const germanSentences = `
Wie telefonisch mit {wer} besprochen, verschieben wir {akk} auf den {tag}.
Für {akk} rechnen wir derzeit mit Kosten von rund {betrag}, eine genaue Aufstellung liegt noch nicht vor.
Der Beirat hat in seiner Sitzung am {tag} mit {zahl} Stimmen beschlossen, {akk} zu beauftragen.
Leider hat sich {nom} verzögert, weil die bestellten Teile erst am {tag} geliefert werden.
Bitte bringen Sie zu dem Termin am {tag} Ihren Ausweis und die Unterlagen unter dem Zeichen {nr} mit.
Sollten Sie an diesem Tag verhindert sein, rufen Sie uns bitte bis {zeit} Uhr an.
{wer} von {stelle} hat sich {akk} vor Ort angesehen und einen kurzen Vermerk dazu geschrieben.
Ein Widerspruch gegen {akk} ist innerhalb von {zahl} Wochen schriftlich möglich.
Wir haben Ihre Nachricht vom {tag} mit {stelle} besprochen und melden uns, sobald eine Antwort da ist.
In {wo} bleibt der Parkplatz während dieser Zeit gesperrt.
Mit {dat} beginnen wir voraussichtlich am {tag} gegen {zeit} Uhr.
Die Rechnung über {betrag} haben wir geprüft und zur Zahlung freigegeben.
Von den {zahl} gemeldeten Mängeln sind inzwischen die meisten behoben, offen ist vor allem {nom}.
Der Zugang erfolgt über den Hof in {wo}, ein Schlüssel liegt bei {wer}.
Bei {dat} ist aufgefallen, dass die Angaben unter {nr} nicht mehr stimmen.
Wir bitten um Verständnis, dass {nom} in den Ferien nicht stattfinden kann.
Am {tag} war {wer} zur Besichtigung da und fand alles in gutem Zustand vor.
Über {akk} entscheidet die Versammlung, zu der wir gesondert einladen.
Der Zuschuss von {betrag} wird nur gezahlt, wenn der Nachweis bis zum {tag} vorliegt.
Zusätzlich zu {dat} wurde ein Angebot von {stelle} eingeholt, es lag um {betrag} höher.
Falls Ihnen {nom} Schwierigkeiten macht, hilft {wer} gern weiter.
Die Schule in {wo} stellt dafür {zahl} Räume zur Verfügung.
Nach {dat} ist eine Pause von {zahl} Tagen vorgesehen.
Beim letzten Mal kamen {zahl} Gäste, diesmal erwarten wir deutlich mehr.
Unser Fahrer trifft zwischen {zeit} Uhr und dem frühen Nachmittag in {wo} ein.
Herzlichen Dank an {wer}, ohne diesen Einsatz {nom} nicht gelungen wäre.
Die Gebühr wurde zuletzt am {tag} angepasst und beträgt nun {betrag} im Jahr.
Das Gutachten zu {dat} umfasst {zahl} Seiten und kann im Büro eingesehen werden.
Zwischen {wo} und dem Bahnhof verkehrt an diesem Tag ein Ersatzbus.
Aus Gründen des Brandschutzes ist {nom} nur mit Aufsicht erlaubt.
Wer an {dat} teilnehmen möchte, trägt sich bitte in die Liste bei {stelle} ein.
Die Kaution in Höhe von {betrag} erstatten wir nach der Übergabe.
Ihr Antrag mit der Nummer {nr} ist vollständig, eine Entscheidung fällt bis zum {tag}.
Der Arzt empfiehlt eine erneute Untersuchung in {zahl} Wochen.
Für Rückfragen erreichen Sie {wer} werktags ab {zeit} Uhr.
Während {nom} läuft, ist mit Lärm und Staub zu rechnen.
Die Firma hat {akk} nur zum Teil ausgeführt, deshalb behalten wir {betrag} ein.
Auf Wunsch schicken wir Ihnen die Fotos von {dat} zu.
Das Fundbüro in {wo} hat bis {zeit} Uhr geöffnet.
Im Protokoll vom {tag} fehlt der Hinweis auf {akk}.
Die Mitglieder wählten {wer} mit {zahl} Stimmen in den Vorstand.
Für {akk} haben sich {zahl} Freiwillige gemeldet.
Ein Teil der Akten lagert noch in {wo} und wird bis zum {tag} abgeholt.
Bitte überweisen Sie {betrag} unter Angabe von {nr}, sobald Sie die Bestätigung in Händen halten.
Gegen {akk} bestehen aus Sicht von {stelle} keine Bedenken.
Ob {nom} noch in diesem Jahr möglich ist, hängt vom Wetter ab.
Die Versicherung übernimmt {betrag}, den Rest tragen die Eigentümer zu gleichen Teilen.
Der Probebetrieb dauert {zahl} Tage und endet am {tag}.
{wer} vertritt uns bis zum {tag} und ist mit dem Vorgang vertraut.
Unter {nr} finden Sie {akk} auch in unserem Archiv.
Der Schaden fiel erst auf, als {wer} gegen {zeit} Uhr das Gebäude abschloss.
Zu {dat} liegen uns {zahl} Stellungnahmen vor, darunter eine von {stelle}.
Künftig findet {nom} zweimal im Jahr statt, das nächste Mal am {tag}.
Weil in {wo} gebaut wird, nehmen Sie bitte den Eingang an der Rückseite.
Die Frist für {akk} endet am {tag} und kann nicht verlängert werden.
Nach der Abnahme bei {stelle} gilt {nom} als beendet.
Im Haushalt sind dafür {betrag} eingeplant, verbraucht wurde bisher etwa die Hälfte.
Vor {dat} müssen Möbel und Pflanzen beiseite geräumt werden.
Die Messung ergab {zahl} Grad, das liegt im üblichen Bereich.
Das Formular {nr} liegt bei, ein zweites Exemplar bleibt bei Ihren Unterlagen.
Wir freuen uns, dass {wer} die Leitung von {stelle} übernimmt.
Nach Auskunft von {stelle} wurde {nom} bereits am {tag} abgeschlossen.
Der Vertrag läuft noch {zahl} Jahre und verlängert sich nicht von selbst.
Kinder unter {zahl} Jahren zahlen in {wo} keinen Eintritt.
Am Ende wurde {nom} mit großer Mehrheit abgelehnt.
Ersatz für {akk} ist bestellt, die Lieferung trifft um {zeit} Uhr ein.`
	.trim()
	.split("\n");

/** Nominative, accusative, dative. */
export const germanMatters: readonly (readonly [string, string, string])[] = [
	...[
		"Prüfung",
		"Erneuerung",
		"Reinigung",
		"Wartung",
		"Sanierung",
		"Abrechnung",
		"Besichtigung",
		"Vermietung",
		"Verlegung",
		"Übergabe",
		"Bewertung",
		"Lieferung",
		"Beschilderung",
		"Planung",
		"Dämmung",
		"Vermessung",
		"Beleuchtung",
	].map((noun) => [`die ${noun}`, `die ${noun}`, `der ${noun}`] as const),
	...[
		"Austausch",
		"Umbau",
		"Anstrich",
		"Einbau",
		"Verkauf",
		"Abbau",
		"Transport",
		"Anschluss",
		"Neubau",
		"Rückbau",
	].map((noun) => [`der ${noun}`, `den ${noun}`, `dem ${noun}`] as const),
];

export const germanObjects =
	`des Aufzugs|der Heizungsanlage|des Flachdachs|der Kellerfenster|der Klingelanlage|des Treppenhauses|der Rauchmelder|der Garagentore|des Spielplatzes|der Wasserzähler|der Turnhalle|des Vereinsheims|der Bücherei|des Schwimmbeckens|der Werkstatt|des Lieferwagens|der Küchengeräte|der Serverräume|des Lagers am Hafen|der Solarmodule|der Feuerlöscher|der Brücke am Mühlbach|des Fahrradkellers|der Orgel|der Kirchenfenster|des Gemeindesaals|der Trinkwasserleitung|des Abwasserkanals|der Bushaltestelle|der Ampel am Markt|des Radwegs|der Streuobstwiese|des Friedhofstors|der Tribüne|des Kunstrasens|der Umkleiden|der Kindertagesstätte|des Schulgartens|der Mensa|der Fachräume für Chemie|des Röntgengeräts|der Praxisräume|des Krankenbetts|der Medikamentenschränke|der Telefonanlage|des Druckers im Erdgeschoss|der Kassensysteme|der Kühltheke|des Backofens|der Terrassenmöbel|des Gewächshauses|der Pumpstation|des Löschteichs|der Drehleiter|des Gerätehauses|der Bibliothek|der Tonanlage|des Vorhangs|der Garderobe|der Stellplätze|des Gartenzauns|der Hecke zum Nachbarn|der Regenrinne|des Schornsteins|der Balkone|der Haustür|der Briefkästen|des Waschkellers|der Dachfenster|der Stromzähler`.split(
		"|",
	);

export const germanOffices =
	"das Bauamt|die Hausverwaltung|die Kreisverwaltung|das Ordnungsamt|die Stadtwerke|die Schulleitung|das Jugendamt|die Versicherung|die Poststelle|das Vermessungsamt|die Buchhaltung|das Sekretariat|die Werksleitung|die Denkmalpflege|die Feuerwehr".split(
		"|",
	);

export const germanFirstNames =
	"Achim Albrecht Alwine Andrea Anke Annegret Ansgar Arne Barbara Bärbel Beate Berthold Birgit Bodo Brigitte Burkhard Carsten Christel Claudia Cornelia Detlef Dieter Dirk Doris Dörte Eberhard Edeltraud Elfriede Elke Engelbert Erika Ernst Eva Ewald Franziska Frauke Friedrich Fritz Gabriele Gerd Gerhard Gisela Götz Gudrun Günther Hans Heike Heiner Helga Helmut Henrike Hermann Horst Hubert Ilse Imke Ingo Inge Ingrid Jens Joachim Jochen Jörg Jürgen Jutta Käthe Karin Katrin Kerstin Klaus Konrad Kristina Lars Lieselotte Lothar Ludger Lutz Manfred Mareike Margarete Marlies Mechthild Monika Norbert Nele Ottmar Patrizia Peter Rainer Reinhard Renate Rüdiger Sabine Silke Stefan Steffi Susanne Svenja Sönke Tanja Thorsten Traute Ulrich Uta Uwe Verena Volker Waltraud Wiebke Wilhelm Winfried Wolfgang".split(
		" ",
	);
export const germanSurnames =
	"Achterberg Adler Ahlers Albers Altmann Amsel Arndt Aßmann Bachmann Baumgärtner Becker Behrends Bergmann Beyer Biermann Böhm Böttcher Brandt Braun Bremer Brückner Buchholz Büttner Claussen Dahlmann Denker Dietz Dörfler Drescher Ebert Eggers Ehlers Eichhorn Engelke Erdmann Faßbender Feldmann Fiedler Fink Förster Franke Freitag Fröhlich Fuchs Gärtner Gebhardt Geiger Gerlach Glaser Göbel Graf Greve Großmann Grünwald Haas Hagemann Hahn Hansen Harms Hartwig Heinemann Hellwig Henning Herzog Heuer Hinrichs Hoppe Huber Hübner Jacobs Jäger Janßen Jost Kaiser Kamp Karsten Kellermann Kessler Kirchner Kluge Knoll Köhler Körner Kramer Krause Kröger Krüger Kühn Küster Lange Lehmann Lindner Lohmann Lorenz Lüders Maaß Mahler Marquardt Matthies Meinhardt Menzel Möller Moser Mühlbauer Naumann Neubert Nickel Nolte Oberländer Ochs Oppermann Ostermann Pape Paulsen Petersen Pfeiffer Pohl Prinz Quandt Raabe Rademacher Reimann Reuter Richter Riedel Röder Rohde Rößler Sachse Sander Sauer Schäfer Scheffler Schiller Schlüter Schöne Schröder Schubert Schütte Schwarz Seidel Siebert Sommer Späth Stahl Steinbach Stolz Strauß Süß Tiedemann Thiele Uhlig Ullrich Vogel Voigt Völker Wachter Wagner Walther Weber Wegener Weiß Wendt Werner Wiegand Winkler Witte Wolff Wulf Zeller Ziegler Zimmer".split(
		" ",
	);
export const germanTowns =
	"Ahrenbrück Altenhagen Birkenau_am_See Bornwalde Brunnfeld Dachstetten Dornheim Ebersfurt Eichenrode Elmenbruch Falkenow Feldkirchen-Süd Försterode Friedingen Geismarshausen Grünstedt Haselünde Heidenrath Hellerau Hohenbeck Ilmenried Kaltenbronn Kirchmöhr Klosterbach Königsfähr Langenfurth Lindenhorst Lüttenwalde Marienrode Moosbrunn Mühlstedt Neuenhörn Niederwiesa Oberlauter Osterhude Pfaffenried Quellenthal Rabenstedt Rodenkamp Rothenmoor Sandkrug Schönwieck Seefelde Steinhude-Nord Strandlohe Tannenberge Teufelsmoos Uhlenbeck Waldmünde Weidenau Westerhöft Wiesenfurt Wittenrode Zeltbach"
		.split(" ")
		.map(spaced);
export const germanStreets =
	"Ahornweg Akazienallee Am_Alten_Hafen Amselstieg An_der_Kirche Bachgasse Bahnhofstraße Bergstraße Birkenweg Blumenstraße Brunnenplatz Buchenring Burggasse Deichstraße Dorfstraße Eichendorffweg Erlenstraße Fährgasse Feldrain Fliederweg Försterweg Gartenstraße Goethering Grüner_Weg Hafenstraße Hauptstraße Heideweg Hirtenstieg Hohe_Straße Im_Winkel Jahnstraße Kantweg Kapellenweg Kastanienallee Kirchgasse Klosterhof Lerchenweg Lindenstraße Lessingplatz Marktgasse Mühlenweg Neue_Straße Ostring Pappelallee Parkstraße Pfarrgasse Poststraße Rathausplatz Ringstraße Rosenweg Sandweg Schillerstraße Schulstraße Seestraße Sonnenhang Steinweg Südring Talstraße Uferweg Ulmenstraße Waldstraße Wallgraben Weinbergweg Wiesengrund Ziegeleiweg"
		.split(" ")
		.map(spaced);
export const germanTrades =
	"Bauunternehmung Bestattungen Blumenhandel Brauerei Buchhandlung Dachdeckerei Druckhaus Elektrotechnik Fahrschule Fensterbau Gartenbau Gebäudereinigung Getränkehandel Glaserei Großhandel Haustechnik Holzhandel Immobilien Kältetechnik Küchenstudio Landmaschinen Logistik Malerbetrieb Maschinenbau Metallbau Möbelhaus Optik Orthopädie Reisebüro Schreinerei Software Spedition Steuerkanzlei Tiefbau Treppenbau Verlag Versicherungen Werbetechnik Zahntechnik Zweiradhaus".split(
		" ",
	);
export const germanForms = "GmbH|GmbH & Co. KG|AG|KG|eG|OHG|e. K.".split("|");

/** Words are told apart by blanks, so a blank within a name is written as an underscore. */
function spaced(name: string): string {
	return name.replaceAll("_", " ");
}
