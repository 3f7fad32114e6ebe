/** English for the second library, made like its German but from other matters. */

/** Places: {item} a matter, {who} a person, {where} a place, {day} a date, {sum} an amount, {few} a small number, {ref} a reference, {hour} a time, {office} an office. */
export const englishSentences = `
Following our call on {day}, {who} has agreed to take over {item}.
We expect {item} to cost in the region of {sum}, though one quote is still missing.
The key for {where} can be collected from {who} after {hour}.
Work on {item} stopped on {day} because the scaffolding had not arrived.
Please quote {ref} whenever you write to {office} about this.
Our surveyor visited {where} and counted {few} cracked panes.
A deposit of {sum} secures the date, the balance falls due a week before.
If {day} does not suit you, let {who} know and we will find another slot.
The committee spent {few} minutes on {item} and then moved on.
Nobody from {office} could tell us whether {item} had been signed off.
We were sorry to hear that {item} kept your neighbours awake until {hour}.
Your parcel was left with {who} at {where}.
The grant covers {sum} at most and must be spent before {day}.
Since our last letter, {item} has been finished apart from some painting.
Ms or Mr {who} will stand in for me until {day}.
The figures under {ref} do not match those we received from {office}.
Children under {few} must be accompanied by an adult at {where}.
Owing to the storm, {item} will have to wait until the road is clear.
Members voted {few} to none in favour of {item}.
An extra charge of {sum} applies to deliveries before {hour}.
I enclose copies of the plans for {item}, please return them by {day}.
The tenants asked for {item} as long ago as {day}.
You will find the minutes under {ref} on the board beside the lift.
It took {who} and a colleague {few} hours to repair the pump at {where}.
The insurer has accepted the claim and will transfer {sum} within {few} working days.
Before {item} can start, the garden furniture has to be moved.
Volunteers are asked to meet at {where} at {hour}, gloves are provided.
Our records show no payment against {ref} since {day}.
Thank you for the kind words about {item}, which I have passed on to {who}.
Any objection to {item} should reach {office} no later than {day}.
The caretaker keeps {few} spare keys in a safe at {where}.
For the coming season we have set aside {sum} for {item}.
Dr {who} recommends another appointment in {few} weeks.
The bus from {where} leaves at {hour} and waits for the last guests.
We had {few} replies to the survey, most of them about {item}.
Access through {where} stays closed while {item} is under way.
The auditors raised {few} points, of which only {ref} is still open.
As promised, {office} has refunded {sum} to your account.
Photographs of {item} were taken on {day} and are kept with the file.
The lease runs for {few} more years and may be ended with notice in writing.
Should you smell gas near {where}, leave the building and ring us at once.
Please sign both copies of {ref} and keep one for yourself.
{who} joined us on {day} and looks after {item}.
The old contract for {item} ends on {day} and will not be renewed.
Parking is free at {where} from {hour} onwards.
After {few} attempts the engineer gave up on {item}.
A second opinion on {item} has been sought from {office}.
The total came to {sum}, which is less than we feared.
Lunch is served at {hour}, so please tell {who} about any allergies.
There were {few} complaints about {item} last year, and none so far in this one.
The missing page of {ref} has turned up at {where}.
Subject to approval by {office}, {item} begins on {day}.
The choir rehearses at {where} and is looking for {few} more voices.
We cannot accept liability for {item} unless it was reported by {day}.
{who} has offered to match every donation up to {sum}.
Half of the seats at {where} had been taken by {hour}.
The supplier apologised for {item} and sent {few} replacements.
Our annual check of {item} showed nothing unusual.
It would help us if you could describe {item} in your own words.
The report runs to {few} pages and is available from {office}.
At the moment {item} is being paid for out of the reserve of {sum}.
The gate at {where} will be locked from {hour} each evening.
On {day} the council decided against {item}.
Unless we hear from you, {who} will call on {day} at {hour}.
The warranty on {item} has {few} months left to run.
A new lock was fitted at {where} after the break-in on {day}.`
	.trim()
	.split("\n");

export const englishDeeds =
	"the repair of|the survey of|the cleaning of|the sale of|the rebuilding of|the inspection of|the delay with|the plan for|the dispute over|the painting of|the removal of|the insurance of|the rental of|the move of|the relaunch of|the noise from|the valuation of|the heating of|the opening of|the damage to|the funding of|the lighting of".split(
		"|",
	);

export const englishObjects =
	`the village hall|the east stairwell|the boat shed|the bakery ovens|the rooftop terrace|the bowling green|the cricket nets|the reading room|the old signal box|the loading bay|the cold store|the delivery vans|the church bells|the war memorial|the allotment water supply|the nursery kitchen|the science block|the changing rooms|the swimming pool|the bicycle racks|the footbridge|the ticket office|the sea wall|the lifeboat station|the slipway|the caravan park|the dental surgery|the waiting room|the X-ray machine|the pharmacy counter|the care home garden|the minibus|the staff canteen|the print room|the server cabinet|the phone system|the fire doors|the smoke alarms|the lift in block C|the laundry|the boiler house|the bin store|the front gate|the flat above the shop|the cellar steps|the guttering|the chimney stacks|the sash windows|the oak floor|the museum store|the puppet theatre|the stage curtains|the rehearsal piano|the recording studio|the orchard wall|the duck pond|the stables|the milking parlour|the grain dryer|the tractor shed|the polytunnels|the weighbridge|the pumping station|the drainage ditch|the flood barrier|the street lamps|the bus shelter|the car park barrier|the solar panels|the heat pump`.split(
		"|",
	);

export const englishOffices =
	"the planning office|the housing team|the accounts department|the parish council|the county archive|the school office|the claims desk|the booking office|the harbour master|the landlord|the licensing board|the water company|the clinic|the works manager|the fire service".split(
		"|",
	);

export const englishFirstNames =
	"Abigail Adrian Aidan Alastair Alison Amy Angela Angus Annabel Anthony Audrey Barnaby Belinda Bethany Brenda Brian Bridget Bronwen Callum Carol Catherine Cedric Charlotte Chloe Clifford Colin Craig Darren Dawn Deborah Declan Derek Desmond Donald Dorothy Duncan Dylan Eileen Elaine Eleanor Elspeth Ewan Fergus Francesca Gareth Gavin Gemma Geoffrey Georgina Gillian Glenda Glyn Gordon Graham Gwen Hamish Heather Hilary Howard Hugh Imogen Ivor Jacqueline Jeremy Jessica Jocelyn Joyce Keith Kenneth Kirsty Lauren Leslie Lorraine Lynne Malcolm Marjorie Maureen Melanie Michelle Morag Muriel Neville Nigel Noreen Owen Patricia Pauline Penelope Percy Philippa Rachel Raymond Rhys Roderick Rosemary Rowena Rupert Russell Sandra Seamus Sheila Shirley Stuart Tamsin Terence Trevor Una Valerie Vernon Vivian Wendy Winifred Zachary".split(
		" ",
	);
export const englishSurnames =
	"Abbott Ackroyd Ainsworth Appleby Armitage Ashdown Atkins Bagshaw Bancroft Barraclough Bellamy Bickerstaff Blackwood Bosworth Bradshaw Brigham Broadbent Bullock Burgess Butterworth Cartwright Chadwick Chalmers Clegg Cobb Colquhoun Copeland Cotterill Crabtree Crawshaw Cuthbert Dalgleish Darlington Dewhurst Digby Dobson Drummond Duckworth Dunstan Eastwood Eccles Ellsworth Entwistle Fairbairn Farquhar Fawcett Fielding Finlayson Forsyth Frobisher Gascoigne Gillespie Glover Goddard Greenhalgh Grimshaw Guthrie Haddock Halliwell Hargreaves Hathaway Heathcote Henshaw Hibbert Higgins Holroyd Horsfall Hotchkiss Huddleston Illingworth Inglis Jardine Jephcott Kershaw Kilbride Kinnaird Langley Latimer Leadbetter Lockwood Lomax Longstaff Lyttelton Mackintosh Maitland Marsden Maxwell Mayhew Merriweather Micklethwaite Mortimer Murgatroyd Naismith Nuttall Oakeshott Ogilvie Osgood Oxley Pargeter Pemberton Pickering Pilkington Postlethwaite Prendergast Pritchard Quigley Radcliffe Ramsbottom Rawlinson Redfern Rigby Rossiter Rutherford Satterthwaite Scargill Sedgwick Shackleton Shuttleworth Sidebottom Skelton Smethurst Stainforth Sugden Swinburne Talbot Tattersall Thistlethwaite Threlfall Tomlinson Tremayne Trelawney Tyndall Underwood Urquhart Vickers Wadsworth Wainwright Waterhouse Wetherby Whitaker Wigglesworth Willoughby Winterbottom Woodhouse Wrigley Yardley".split(
		" ",
	);
export const englishTowns =
	"Abbotsmere Ashcombe Barrowdene Beckhampton Bishopsgrove Blackthorpe Bramwick Broadmarsh Calderfold Castlebourne Cliffsend Coldharbour Cranleigh_Cross Deepwater Dunmorley Eastlingham Elmswold Fairhaven Foxbury Gorsefield Greyfriars Hallowdale Hartlebridge Hawksworth_Green Heronsgate Hillmorton Isleham_Bay Kingsferry Kirkbrae Larkhill Leafield Longmarston Loxley_Vale Marlhaven Millbeck Netherstowe Newholm Northwold Oakhampstead Otterbourne Parkgate Penrudden Quarrington Ravensmoor Redcliffe Saltmarsh Sandhythe Shepton_Lacy Silverdene Southmoor Stonecross Swanwick_Hill Thornaby_Dale Tidewell Underhill Wakeminster Wenlock_Bridge Westerleigh Whitsand Willowby Yarborough"
		.split(" ")
		.map(spaced);
export const englishStreets =
	"Albion Arcadia Argyle Beaufort Belvedere Blenheim Brunswick Caledonian Cambridge Carlton Clarence Cumberland Devonshire Eaton Exeter Falkland Gladstone Gloucester Grosvenor Hampton Hanover Kensington Lansdowne Livingstone Lonsdale Malvern Marlborough Melbourne Milton Montague Nelson Norfolk Northumberland Osborne Oxford Palmerston Pembroke Portland Regent Richmond Rutland Salisbury Selborne Somerset Stanhope Suffolk Sussex Tennyson Trafalgar Wellington Wessex Westmorland Winchester Wordsworth York".split(
		" ",
	);
export const englishStreetKinds =
	"Avenue Buildings Close Crescent Drive Gardens Grove Hill Mews Parade Park Place Road Street Terrace Villas".split(
		" ",
	);
export const englishTrades =
	"Accountants Aquatics Auctioneers Bakers Boatbuilders Bookbinders Brewers Butchers Carpets Cars Chandlers Coaches Confectioners Couriers Decorators Drainage Dry_Cleaners Estates Fabrication Ferries Florists Foods Funeral_Services Furnishings Glazing Haulage Ironmongers Joinery Kennels Landscapes Locksmiths Marine Nurseries Opticians Outfitters Photography Plant_Hire Potteries Printers Recruitment Roofing Scaffolding Security Solicitors Stationers Storage Surveyors Upholstery Veterinary Vineyards Wholesale"
		.split(" ")
		.map(spaced);
export const englishForms = "Ltd|& Co|& Sons|& Daughters|plc|LLP|Brothers".split("|");

/** Words are told apart by blanks, so a blank within a name is written as an underscore. */
function spaced(name: string): string {
	return name.replaceAll("_", " ");
}
