/**
 * A page of Hindi as a PDF without a text layer: shaped by HarfBuzz, as Devanagari needs, and drawn as outlines, since pdf-lib sets one
 * glyph per letter.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Blob, Buffer, Face, Font, shape } from "harfbuzzjs";
import { PDFDocument, rgb } from "pdf-lib";

const FONT = "@expo-google-fonts/noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf";
const [WIDTH_PT, HEIGHT_PT, MARGIN_PT] = [595, 842, 64];
const BLACK = rgb(0, 0, 0);

/** A letter about a library: headline, then paragraphs of one line each, to be filled into lines. */
export const HINDI_TITLE = "नगर पुस्तकालय की वार्षिक रिपोर्ट";
export const HINDI_PARAGRAPHS = [
	"इस वर्ष नगर पुस्तकालय में पाठकों की संख्या पिछले वर्ष की तुलना में बहुत बढ़ गई है। बच्चों के लिए नया कक्ष खोला गया और शाम के समय भी पुस्तकालय खुला रखने का निर्णय लिया गया।",
	"पुस्तकालय में अब लगभग बीस हजार पुस्तकें हैं, जिनमें कहानी, इतिहास, विज्ञान और कविता की पुस्तकें सबसे अधिक पढ़ी जाती हैं। पुराने समाचार पत्रों को सुरक्षित रखने का काम भी आरंभ हो चुका है।",
	"कर्मचारियों ने गाँव के विद्यालयों में जाकर बच्चों को पढ़ने के लिए प्रेरित किया। हर शनिवार को कहानी सुनाने का कार्यक्रम होता है, जिसमें माता पिता भी भाग लेते हैं।",
	"अगले वर्ष हम भवन की छत की मरम्मत करना चाहते हैं, क्योंकि बरसात के दिनों में पानी टपकता है। इसके लिए नगर परिषद से सहायता माँगी गई है और उत्तर की प्रतीक्षा है।",
	"सभी सदस्यों से निवेदन है कि वे पुस्तकें समय पर लौटाएँ और अपने सुझाव लिखकर दें। आपके सहयोग के बिना यह काम संभव नहीं था। हम सबका हृदय से धन्यवाद करते हैं।",
];

/** A4 page with a title and paragraphs. */
export async function makeHindiPdf(title: string, paragraphs: readonly string[], sizePt = 13): Promise<Uint8Array> {
	const font = new Font(new Face(new Blob(await fontBytes())));
	const document = await PDFDocument.create();
	const page = document.addPage([WIDTH_PT, HEIGHT_PT]);
	let y = HEIGHT_PT - MARGIN_PT;
	const line = (text: string, size: number): void => {
		y -= size * 1.6;
		draw(page, font, text, y, size);
	};
	line(title, sizePt * 1.5);
	for (const paragraph of paragraphs) {
		y -= sizePt * 0.6;
		for (const text of filled(font, paragraph, sizePt)) line(text, sizePt);
	}
	return document.save();
}

async function fontBytes(): Promise<ArrayBuffer> {
	const bytes = await readFile(createRequire(import.meta.url).resolve(FONT));
	return new Uint8Array(bytes).buffer;
}

function shaped(font: Font, text: string) {
	const buffer = new Buffer();
	buffer.addText(text);
	buffer.guessSegmentProperties();
	shape(font, buffer);
	const positions = buffer.getGlyphPositions();
	return buffer.getGlyphInfos().map((info, i) => ({ glyph: info.codepoint, ...positions[i] }));
}

const UNITS_PER_EM = 1000;

function widthOf(font: Font, text: string, size: number): number {
	return (shaped(font, text).reduce((sum, { xAdvance = 0 }) => sum + xAdvance, 0) * size) / UNITS_PER_EM;
}

function filled(font: Font, paragraph: string, size: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of paragraph.split(" ")) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (line !== "" && widthOf(font, longer, size) > WIDTH_PT - MARGIN_PT * 2) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line];
}

function draw(page: ReturnType<PDFDocument["addPage"]>, font: Font, text: string, y: number, size: number): void {
	const scale = size / UNITS_PER_EM;
	let x = MARGIN_PT;
	for (const { glyph, xAdvance = 0, xOffset = 0, yOffset = 0 } of shaped(font, text)) {
		// pdf-lib takes SVG paths, whose y points down; fonts' points up.
		const path = flipped(font.glyphToPath(glyph));
		if (path !== "")
			page.drawSvgPath(path, { x: x + xOffset * scale, y: y + yOffset * scale, scale, borderWidth: 0, color: BLACK });
		x += xAdvance * scale;
	}
}

function flipped(path: string): string {
	return path.replace(/([-\d.]+),([-\d.]+)/g, (_match, x: string, y: string) => `${x},${-Number(y)}`);
}
