/** The words of the first library: an office's nouns, what they are like and what is done to them. */
const words = (text: string): string[] => text.trim().split(/\s+/);

export const nouns = words(`
	account acre address adhesive aerial agenda alarm allowance ambulance anchor annex antenna appeal appliance archive arena asphalt asset attic auction audit
	awning axle bakery balcony ballot banner barrel basement basin battery beacon bearing bench bicycle billboard binder blanket blueprint boiler bollard bolt
	booth bracket brake bridge brick buffer bulletin bunker burner cabin cabinet calendar camera candle canopy canteen carpet carton cartridge casing ceiling
	cellar cement census certificate chamber charter chimney cistern citizen claim clause clinic clock coating collector column committee compass compressor
	conduit cooler corridor council counter courier courtyard cradle crane crate creditor cupboard curtain cushion cylinder dam dashboard deadline debtor deck
	deed delegate depot desk detector diagram dispatch ditch dock draft drain drawer dryer duct dynamo easement elevator embankment emblem enclosure engraving
	envelope escalator estate exhibit fabric faucet fence fender ferry filing fireplace fixture flange flask fleet flooring folder footpath forklift foundation
	fountain framework freezer freight fuse gable gallery garage garment gasket gateway gauge gazette generator girder granary gravel greenhouse grid gutter
	guideline hallway hammer handrail hangar hatch hedge hinge hoist hose hostel hull hydrant incinerator ingot inlet insulation intercom invitation isolator
	jacket jetty joint journal junction kennel kerosene kettle keyboard kiln kiosk kitchen label laboratory ladle lamp landing lantern latch launder lawn ledger
	lever levy licence lining lobby locker lodge loft lounge lubricant machine mailbox manifest manual marina mast mattress memorandum mezzanine microphone mill
	minibus mirror module monitor mortgage motor mould muffler nozzle nursery oath oilskin outlet oven paddock paint pallet pamphlet panel pantry parapet parcel
	parking partition pavement pavilion pedestal pension petition pier pipeline piston pitch playground pledge plinth plug podium portfolio postbox pottery
	premium printer probe projector propeller pulley quarry quota quotation radiator rafter railing ramp receiver reel referendum refinery regulator relay
	reservoir residue retainer ribbon ridge rivet roller rooftop roster rudder ruling runway saddle salvage sandbag sawmill scanner schedule screen sealant
	sewer shaft shed shelter shingle showroom shutter sidewalk signage silo siren skylight sluice socket solvent spindle sprinkler stairway stamp stencil
	stopcock storage strainer subsidy substation surcharge surveyor switchboard syllabus tariff tarpaulin tenancy tender terrace textile thermostat timetable
	toolbox torque tower towpath tractor tramway transformer transmitter treaty trellis trench tribunal trolley trough trustee turnstile upholstery utensil
	valve vane vault vehicle veneer ventilator veranda vestibule viaduct video vineyard wagon walkway wardrobe warehouse warrant washroom watermain weir wharf
	winch windmill windscreen wiring workbench workshop wrench yard yarn zoning`);

export const adjectives = words(`
	accurate additional adjacent affordable alternate ample ancient approved autumn available basic broad broken busy careful central certified cheap clean
	closed coastal cold combined common complete compulsory concrete convenient correct covered cracked customary daily decent deferred dense deserted direct
	distant domestic double dry durable eastern economic electric elementary empty equal essential exact excellent exclusive expensive experimental faulty
	federal firm fixed flat flexible fragile free frequent frozen full further genuine green half-yearly heavy hidden high historic hollow honorary hourly ideal
	idle important improved indoor informal initial intact interim internal joint junior keen known large late leaking leased legible level light limited linear
	local loose low main major manual marine married massive maximum mechanical metal middle minor mobile moderate modern modest mutual narrow native natural
	neat neutral noisy nominal northern obsolete occasional official old open optional ordinary original outdoor overdue paid parallel permanent plain portable
	practical precise previous primary prompt proper public quarterly quick rapid rare raw ready reduced regional regular relevant reliable remote rigid rough
	rural rusty safe seasonal secondary secure senior separate shallow short silent similar simple slow smooth solid southern spare special stable standard
	steep still strict strong structural sturdy supplementary technical temporary thick thin tidy tight timely total tough transparent uniform unpaid upper
	urban urgent usable useful usual vacant valid various vertical visible visual vital warm waterproof weekly western wide winter wooden worn yearly young`);

export const deeds = words(`
	accepted adjusted advertised agreed altered amended analysed appointed arranged assembled assessed assigned attached audited awarded blocked booked borrowed
	bought built cancelled certified changed checked cleared closed collected commissioned confirmed connected converted copied counted covered debated declared
	decorated delayed delivered described designed detected disclosed discussed dismantled displayed divided documented donated drafted drained drawn dried
	earned edited emptied enlarged entered equipped exchanged exported extended filed filled financed finished fitted fixed funded given granted guarded handled
	heated hired imported improved inspected instructed inventoried invoiced isolated joined kept labelled launched leased levelled licensed lifted listed loaded
	located locked lowered maintained managed marked merged mended monitored moved named noted numbered offered opened operated outlined packed patched pledged
	polished priced printed processed promised protected proved provided pumped questioned raised ranked rated received recycled refused registered released
	relocated removed rented reopened reserved resolved reviewed revised rinsed sealed searched secured selected served settled shared shipped shortened
	simplified sold sorted split stacked stored strengthened submitted surveyed swapped taken taxed tendered tightened traced traded treated trimmed valued
	varnished verified visited washed weighed widened withdrawn withheld written`);

export const adverbs = words(`
	Accordingly Admittedly Apparently Basically Briefly Clearly Commonly Consequently Evidently Explicitly Formerly Frequently Generally Gradually Happily
	Hopefully Incidentally Largely Lately Locally Meanwhile Mostly Namely Naturally Notably Officially Originally Partly Presumably Primarily Provisionally
	Quietly Rarely Recently Regrettably Repeatedly Reportedly Seasonally Secondly Seldom Shortly Similarly Sometimes Technically Temporarily Thankfully
	Thoroughly Traditionally Typically Ultimately Usually`);

export const connectives = [
	"although",
	"and",
	"because",
	"before",
	"but",
	"even if",
	"given that",
	"insofar as",
	"once",
	"since",
	"so that",
	"though",
	"unless",
	"until",
	"whereas",
	"wherever",
	"while",
];

export const units = words(
	"boxes days hours items kilograms litres metres pages pallets percent pieces sheets tonnes units weeks",
);

export const prepositions = [
	"above",
	"across",
	"after",
	"at",
	"behind",
	"beside",
	"by",
	"for",
	"from",
	"in",
	"next to",
	"of",
	"opposite",
	"over",
	"through",
	"to",
	"under",
	"with",
	"without",
];

export const surnameHeads = words(
	"Al Ash Bar Bern Birk Bram Brun Cal Carl Dal Dor Eck Ell Fal Fenn Ger Glad Gran Hag Hal Har Hed Hol Ing Jar Kel Kir Lam Lang Lind Lor Mal Mar Mel Nor Oak Ord Pel Per Quin Ral Ren Rod Ros Sal Sand Sel Sil Sor Tal Tar Tel Thor Ul Val Var Vel Wal Wen Wil Win Yar Zan",
);
export const surnameTails = words(
	"bach beck berg bert born bury by dal den dorf er feld ford gard ham hart hof holm hurst ing ke land lau ley low man mann mer mond more mund ner ness nik qvist rick rup sen sing son stad strom ton vald vig wall ward well wick wood worth",
);
export const townTails = words(
	"bach beck berg borough bridge burg bury by cross dale field ford haven heim holm hurst kirk lake leigh mere minster mouth pool port stad stead thorpe ton vale ville wick wood worth",
);
export const companyHeads = words(
	"Acorn Amber Argent Atlas Aurora Basalt Beacon Boreal Calder Castor Cedar Cobalt Comet Copper Coral Crescent Delta Drift Ember Falcon Fern Fjord Garnet Glacier Granite Harbour Hazel Heron Indigo Ivory Juniper Kestrel Lagoon Larch Linden Lotus Maple Meridian Mistral Nimbus North Oakline Onyx Opal Orbit Orchid Osprey Pelican Pine Plover Prism Quarry Quartz Raven Ridge Robin Saffron Sequoia Silver Solstice Sparrow Spruce Summit Tamarack Teal Thistle Topaz Tundra Umber Vega Verdant Violet Willow Zenith",
);
export const companyTrades = words(
	"Airways Analytics Appliances Bakeries Bank Brewing Builders Catering Ceramics Chemicals Cleaning Components Consulting Dairy Dental Electrics Energy Engineering Fabrics Farms Fitness Fleet Flooring Gardens Glass Heating Hotels Housing Insurance Interiors Kitchens Legal Leisure Lifts Lighting Media Medical Metals Mobility Motors Networks Optics Packaging Paints Paper Plastics Plumbing Power Press Properties Rail Removals Robotics Roofing Security Seeds Shipping Software Solar Staffing Steel Studios Systems Telecom Textiles Timber Tools Toys Trading Travel Tyres Waste Water Windows",
);

export const firstNames = words(`
	Adele Agnes Albert Alice Alma Amelia Andrew Anton Arthur Astrid Beatrice Bella Benedict Bernard Bertha Bruno Carla Caspar Cecilia Celia Clara Claude Conrad
	Cora Cyril Dagmar Daisy Damian Daphne Dennis Dora Edgar Edith Edmund Elise Ella Emil Emma Erik Esther Eugene Eva Felix Fiona Flora Florian Frances Fred
	Freya George Gerda Gilbert Gloria Grace Greta Gustav Hannah Harold Harriet Hazel Hector Hedda Henry Hilda Hugo Ida Igor Iris Isaac Ivan Jane Jasper Joan
	Joel Jonas Josef Judith Julia Julius June Kaspar Kate Klara Kurt Laura Leo Leonard Lewis Liam Linda Lionel Lisa Lorna Louis Lucia Lucy Magda Marcel Margot
	Maria Marion Marius Martha Martin Matilda Max Mira Miles Mona Moritz Nadia Naomi Nils Nina Noel Nora Olaf Olga Oliver Oscar Otto Pamela Paul Paula Petra
	Philip Priscilla Ralph Regina Rita Robert Rolf Rosa Roy Rudolf Ruth Sarah Saul Selma Simon Sofia Stella Sven Sylvia Tessa Theo Thomas Tilda Timothy Toby
	Tom Ursula Vera Victor Viola Walter Wanda Werner Wilma Yvonne Zoe`);

export const streets = words(
	"Abbey Acacia Alder Baker Bank Barn Beech Birch Brewery Brook Canal Cherry Chestnut Church Clay College Cooper Cross Elm Factory Fen Ferry Field Forge Fountain Garden Glebe Grange Green Grove High Hill Holly King Lake Laurel Lime Long Manor Meadow Mews Moor Oak Orchard Pasture Pond Poplar Priory Queen Railway River Rose Rowan School Shore Smith South Spring Station Stone Sycamore Tanner Temple Thorn Tower Union Vicarage Victoria Walnut Water Weaver Well Wharf Windmill Yew",
);
export const streetKinds = words(
	"Avenue Close Court Crescent Drive Gardens Lane Place Rise Road Row Square Street Terrace View Walk Way",
);
export const legalForms = words("Ltd PLC LLP GmbH AG Inc Group Partners");
