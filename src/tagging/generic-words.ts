/**
 * Words that need company: alone they say nothing about a document, in a phrase they may (`data`, `data protection`).
 * English, by stems nowhere: each form that is common is listed.
 */
export const GENERIC_WORDS: ReadonlySet<string> = new Set(
	`ability absence access account accounts achievement act action actions activities activity addition address adoption advantage advantages age agency agencies agreement aim aims
	analyses analysis answer answers application applications approach approaches area areas argument arguments aspect aspects assessment assistance association assumption assumptions
	attempt attention attribute attributes author authors authority authorities average awareness background balance base bases basis behavior behaviour benefit benefits bit board body
	book books box break building business calculation capacity care case cases cause causes center centre challenge challenges chance change changes character characteristics
	check choice choices circumstances city class classes client clients code column columns combination comment comments committee communication community communities company companies comparison
	component components composition concept concepts concern concerns conclusion conclusions condition conditions conference connection consequence consequences consideration construction contact
	content contents context contrast contribution contributions control copy core cost costs countries country course courses creation criteria criterion culture customer customers cycle data day days decade
	decision decisions decrease definition definitions degree demand department design detail details development developments device difference differences difficulty dimension
	direction discussion distribution district document documentation documents domain effect effectiveness effects effort efforts element elements employees end environment equation error errors
	estimate estimates evaluation event events evidence example examples exercise existence expectation experience experiences experiment experiments expert experts explanation extent
	face facilities facility fact factor factors facts failure family feature features field fields file files finding findings focus force form format forms framework frequency function functions
	future gap general goal goals government group groups growth guidance guide hand head help history home hour hours house human idea ideas identification identity image images impact impacts implementation
	implication implications importance improvement improvements increase increases indicator individual individuals industry influence information initiative input instance institution institutions instruction instructions
	integration interaction interest interests introduction investigation issue issues item items job journal key kind kinds knowledge lack land language law laws layer learning length letter level levels life limit limits line
	lines link links list literature local location locations loss machine maintenance man management manager manner market material materials matter measure measurement measures mechanism mechanisms media medium
	meeting member members men message method methodology methods mind minute minutes mode model models module moment money month months movement name names nation national nature needs network networks note notion
	number numbers object objective objectives objects office officer officers one operation operations opinion opportunities opportunity option options order orders organisation organisations organization
	organizations origin outcome outcomes output overview paper papers paragraph parameter parameters part participant participants participation parties partner partners parts party past path pattern patterns people
	percent percentage performance period person personal persons perspective perspectives phase phases phenomenon photo picture place places plan planning plans point points policies policy political population position positions
	possibility potential power practice practices preparation presence present pressure principle principles priority problem problems procedure procedures process processes processing product production
	products profile program programme programmes programs progress project projects properties property proportion proposal prospect provision provisions public publication purpose purposes quality quantity quarter
	question questions range rate rates ratio reader readers reality reason reasons recommendation recommendations record records reduction reference references reform region regions relation relations relationship relationships
	report reports representation representative request requirement requirements research researchers resource resources respect response responses responsibility rest result results return review risk role roles room row rows
	rule rules run sample samples scale scenario scheme scope score scores sector sectors selection sense series service services session setting settings shape share shift side sides sign significance
	situation situations size skill skills social society software solution solutions space speaker speed staff stage stages stakeholders standard standards state statement statements states status step steps story
	strategies strategy strength structure structures student students studies study style subject subjects success summary support surface survey system systems target targets task tasks team teams technique techniques
	technology term terms test testing tests text texts theme theory thing thought time times title tool tools topic topics total trend trends type types understanding unit units university update usage user users value values
	variable variables variation variety version view views visit volume water week weeks weight will woman women word words work worker workers world writing year years young
	field author's introduction conclusion acknowledgements acknowledgments abstract bibliography contents preface foreword keywords index publisher editor edition press
	reading others everyday single multiple common specific special basic simple original final initial current full actual additional total entire complete individual particular real effective
	central global regional international federal european american western eastern northern southern economic financial technical scientific academic professional legal official private
	online digital modern traditional natural physical mental active direct positive negative strong weak
	sir madam gentleman ladies mr mrs dear regards sincerely signature signed annexure enclosure copy undersigned aforesaid thereof person wherein date dated place sector hours monday
	lot sort couple pair bunch majority minority plenty rest dozen hundreds thousands millions billion million percent
	something anything everything nothing someone everyone doing being having making getting going taking using looking working finding
	fig eq eqs tab sec ref refs ch no vol pp ed eds thesis dissertation chapter lecture slide slides page appendix figure table
	diagram diagrams appendices chart charts graph graphs illustration respondent respondents interviewee interviewees informant informants description descriptions untitled
	presentation presentations categories category count counts involvement amendment amendments enquiries affairs closure platform platforms zone zones
	prologue epilogue browse read duration native custom default defaults flag flags convert advanced supplies count search internet
	reason setting example footnote paragraph kind author editors chair edition manuscript
	email phone fax website web site telephone tel street road avenue floor box`
		.split(/\s+/)
		.filter((word) => word !== ""),
);
