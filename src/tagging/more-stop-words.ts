/**
 * What the lists of the library lack: particles and auxiliaries in all their spellings, discourse words, and words that
 * only point into the document (`figure`, `see`). By ISO 639-1.
 */
export const MORE_STOP_WORDS: Readonly<Record<string, readonly string[]>> = {
	en: words(`a able above according accordingly across actually additionally after afterwards again albeit almost alone along already also although
		always am amid among amongst amount another any anyone anything anyway anywhere apart appropriate approx approximately are around aside available away
		became become becomes becoming beforehand behind believe beneath beside besides best better beyond brief briefly broadly came cannot certain certainly
		chapter clearly come comes consequently considerably corresponding currently date dear despite different done downwards due each earlier easily
		eg eight either eleven else elsewhere enough entirely especially essentially et etc even eventually ever every everybody everyone everything everywhere
		exactly except fairly fifth fig figs figure figures finally first firstly five follow following follows former formerly forth four fourth frequently
		fully furthermore gave generally get gets getting give given gives giving go goes going gone good got great greatly had half happen hardly hence
		henceforth hereafter hereby herein heretofore hereunder herewith highly however hundred ibid ie important importantly including includes include included
		increasingly indeed initially instead inter into inward is it its itself just keep keeps kept know known largely last lastly lately later latter least
		less lest let lets like likely likewise little long lot made mainly make makes making many maybe mean means meanwhile merely might mine more moreover
		mostly mr mrs ms much must namely near nearly necessarily necessary need needed needs neither never nevertheless new next nine nobody none nonetheless noone
		normally notably nothing notwithstanding now nowhere obviously often ok old one ones onto otherwise ours outside overall own page pages particular
		particularly per perhaps please pp possible possibly potentially presently presumably previous previously primarily probably properly provided provides
		put quickly quite rather readily really recent recently regarding regardless regards relatively respective respectively resulting roughly said same saw say
		says second secondly see seem seemed seems seen separately seven several shall show showed shown shows significant significantly similar similarly simply
		since six slightly so somebody somehow someone something sometimes somewhat somewhere soon specifically still strongly subsequently substantially successfully
		such sufficient sufficiently suitable table tables take taken takes taking tell ten than thank thanks thats thee thence thereafter thereby therefore therein
		thereof thereto thereupon these they thing things third thirdly thirty thorough thoroughly thou though three throughout thru thus together too took toward
		towards tried truly try turn twelve twenty twice two typical typically ultimately unable unless unlike unlikely until upon us use used useful uses using
		usually vs various versus very via want wants was way ways we well went whatever whatsoever when whence whenever whereas whereby wherein whereupon
		wherever whether while whilst whither whoever whole whom whose widely will with within without wont would yes yet you your yours zero
		doi isbn issn www http https com org html pdf al cf viz cm mm km kg mg ml usd inr rs gbp eur lakh lakhs crore crores sl sr no nos vol para annex annexure
		appendix section sections sub clause note notes source sources total january february march april june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow
		approximately am pm nd rd th st i ii iii iv vi vii viii ix xi xii large small larger smaller high higher highest low lower lowest main major minor many
		true false left right top bottom based related described discussed considered proposed present presented presents called obtained observed
		allow allows allowed describe describes discuss consider considering show provide providing require requires required contains contain
		help helps made leads lead led follows find finds found become became remain remains remained appear appears appeared occur occurs occurred
		continue continued bring brings brought begin begins began start starts started set sets however look looks looked looking click
		copyright reserved rights et al capita dr prof equals equal arxiv preprint proceedings qty amt post qty`),
	hi: words(`का की के को में से पर ने है हैं था थे थी थीं हो होगा होगी होंगे होंगी हूँ हूं हुआ हुई हुए हुयी होता होती होते होना होने होनी और या तथा एवं व अथवा भी ही तो कि जो जिस जिसे जिसमें जिससे जिसका जिसकी जिसके जिनमें
		जिनका जिनकी जिनके जिन्हें यह ये वह वे इस इसे इसमें इससे इसका इसकी इसके इसलिए इन इनमें इनका इनकी इनके इन्हें उस उसे उसमें उससे उसका उसकी उसके उन उनमें उनका उनकी उनके उन्हें उन्होंने इन्होंने मैं मेरा मेरी मेरे हम हमें हमारा
		हमारी हमारे आप आपका आपकी आपके आपको तुम तुम्हारा कोई कुछ किसी किस कौन क्या क्यों कैसे कैसा कैसी कब कहाँ कहां कितना कितनी कितने जब तब अब यहाँ यहां वहाँ वहां जहाँ जहां तक बाद पहले साथ द्वारा लिए लिये लेकिन परंतु परन्तु किंतु
		किन्तु मगर यदि अगर तरह प्रकार ओर तरफ ऊपर नीचे अंदर बाहर बीच दौरान अनुसार तहत अंतर्गत अन्तर्गत संबंध सम्बन्ध संबंधी सम्बन्धी संबंधित सम्बन्धित बारे रूप सहित समेत बिना अलावा अतिरिक्त प्रति हेतु आदि इत्यादि वगैरह मात्र केवल सिर्फ
		बहुत अधिक कम ज्यादा सभी सब सारे सारी सारा प्रत्येक हर अन्य दूसरा दूसरी दूसरे दोनों एक दो तीन चार पाँच पांच छह सात आठ नौ दस पहला पहली प्रथम द्वितीय तृतीय नहीं न ना मत कर करना करने करनी करता करती करते करें करेगा करेगी करेंगे
		करके किया किए किये की गई गयी गए गये गया जा जाना जाने जाता जाती जाते जाए जाये जाएगा जाएगी जाएंगे जायेगा जायेगी जायेंगे रहा रही रहे रहना रहने रहता रहती रहते सकता सकती सकते सके सकें चाहिए चाहिये चुका चुकी चुके दिया दी दिए दिये
		देना देने देता देती देते दे देगा देगी देंगे लिया लेना लेने लेता लेती लेते ले लेगी लेगा वाला वाली वाले वालों कहा कहना कहते कही बताया बना बनाना बनाने बनाया बनायी बनाई बनता बनती बनते आना आने आता आती आते आया आयी आई आए आये
		मिलना मिलने मिलता मिलती मिलेगा मिलेगी मिला मिली मिले रखना रखने रखा रखी रखे रखते लगा लगी लगे लगना लगने लगता लगती ऐसा ऐसी ऐसे वैसा वैसी वैसे जैसा जैसी जैसे इतना इतनी इतने उतना उतनी उतने फिर भीतर मुख्य विभिन्न निम्न निम्नलिखित
		उक्त उपरोक्त उपर्युक्त यथा अतः अत: इसी उसी यही वही तभी जबकि क्योंकि ताकि चूंकि हालांकि कृपया श्री श्रीमती दिनांक संख्या क्रमांक सं पृष्ठ वर्ष माह दिन जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर
		नवंबर नवम्बर दिसंबर दिसम्बर रुपये रुपए रु लाख करोड़ हजार प्रतिशत गयीं गईं हुईं थीं अपना अपनी अपने स्वयं खुद पुनः तत्काल शीघ्र प्राप्त प्रदान उपलब्ध लागू जारी निर्धारित आवश्यक महत्वपूर्ण किसका जमा पूर्ण पूरी पूरा गयी माध्यम`),
	mr: words(`आहे आहेत होते होता होती होत व आणि किंवा या ही हा हे तो ती ते त्या त्याच्या त्यांच्या त्यांना याच्या यांच्या यांना येत येईल येते येतात करणे करण्यात करण्यासाठी करून करावी करावे करावा करीत केले केली केला
		दिले दिली दिला देण्यात देऊन जाते जाईल जातात जावे आला आले आली असून असे अशा अशी असतो असते असतील तसेच साठी मध्ये वर पासून पर्यंत बाबत नुसार सर्व नाही नये पण परंतु मात्र सदर प्रत्येक इतर दररोज अंतर्गत उपलब्ध राबविण्यात`),
	de: words(`der die das den dem des ein eine einer einem einen eines und oder aber doch sondern denn weil dass daß ob wenn als wie auch noch nur schon sehr mehr
		in im an am auf aus bei beim bis durch für gegen mit nach ohne seit über um unter von vom vor zu zum zur zwischen während wegen trotz gemäß laut sowie
		ist sind war waren wird werden wurde wurden worden hat haben hatte hatten kann können konnte muss müssen soll sollen sollte darf dürfen will wollen möchte
		nicht kein keine keiner keinem keinen sich sie er es wir ihr ihre ihrer ihrem ihren sein seine seiner seinem seinen unser unsere dieser diese dieses diesem diesen
		jeder jede jedes jedem jeden alle aller allen alles andere anderen anderer anderes viele vielen vieler einige einigen mehrere sowohl dabei damit dafür daher dazu
		davon darauf daran dadurch danach hier dort dann nun jetzt heute immer wieder bereits etwa rund insbesondere zudem außerdem jedoch allerdings deshalb sodass
		bzw etc usw ca vgl siehe seite abs abb tabelle abbildung kapitel januar februar märz april mai juni juli august september oktober november dezember
		erste ersten zweite zweiten dritte neue neuen neuer neues große großen weitere weiteren prozent euro mio mrd uhr herr frau z.b d.h jahr jahre jahren jahres vergangenen nächsten letzten kommenden rahmen bereich vorliegende vorliegenden folgende folgenden`),
	fr: words(`le la les l un une des du de d et ou mais donc car ni que qui quoi dont où ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes ton ta tes
		il elle ils elles on nous vous je tu se s y en au aux à dans par pour sur sous avec sans entre vers chez depuis pendant avant après contre selon lors afin ainsi
		est sont était étaient sera seront être été a ont avait avaient aura auront avoir eu fait faire font peut peuvent pouvoir doit doivent devoir
		ne pas plus moins très aussi bien encore même tout tous toute toutes autre autres plusieurs quelques chaque certains certaines comme si alors cependant toutefois
		notamment également celui celle ceux celles cela ceci voir page tableau figure annexe article janvier février mars avril mai juin juillet août septembre octobre
		novembre décembre premier première deuxième nouveau nouvelle nouveaux nouvelles m mme etc euros millions milliards n° qu c j`),
	es: words(`el la los las un una unos unas y o u e pero sino que quien cual cuyo donde cuando como de del al a en por para con sin sobre entre hasta desde hacia según
		durante mediante contra ante bajo tras es son era eran fue fueron ser sido será serán está están estar ha han había haber hay tiene tienen tener puede pueden
		poder debe deben deber se su sus lo le les nos este esta estos estas ese esa esos esas aquel aquella más menos muy también ya no ni si sí todo toda todos todas
		otro otra otros otras cada mismo misma mismos mismas así además asimismo página tabla figura anexo artículo enero febrero marzo abril mayo junio julio agosto
		septiembre octubre noviembre diciembre primer primera segundo nuevo nueva nuevos nuevas etc euros millones`),
	it: words(`il lo la i gli le un uno una e o ma che chi cui di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai dalle in nel nello nella nei
		negli nelle con su sul sulla sui sulle per tra fra è sono era erano sarà essere stato stata stati state ha hanno aveva avere può possono deve devono si suo sua
		suoi loro questo questa questi queste quello quella più meno molto anche già non né se come quando dove tutto tutti tutte altro altri altre ogni così inoltre
		pagina tabella figura articolo gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre nuovo nuova nuovi nuove`),
	pt: words(`o a os as um uma uns umas e ou mas que quem qual cujo onde quando como de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sobre entre
		até desde é são era eram foi foram ser sido será está estão estar há tem têm ter pode podem poder deve devem dever se seu sua seus suas este esta estes estas esse
		essa isso isto aquele aquela mais menos muito também já não nem todo toda todos todas outro outra outros outras cada mesmo mesma assim além página tabela figura
		anexo artigo janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro novo nova novos novas`),
	nl: words(`de het een en of maar want dat die dit deze van voor met aan op in uit bij naar om te tot over onder door tegen tussen is zijn was waren wordt worden werd
		werden heeft hebben had kan kunnen moet moeten zal zullen niet geen ook nog al als dan er hij zij wij ze we u uw hun haar zich meer veel alle andere pagina tabel
		figuur nieuwe januari februari maart april mei juni juli augustus september oktober november december`),
	ru: words(`и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от меня еще ещё нет о об из ему теперь когда даже
		ну ли если уже или ни быть был была были было есть для при без до под над после через между также этот эта это эти того этого этой этих который которая которое
		которые которых которой более менее может могут должен должна должны свой своей своих год года году лет руб стр рис табл январь февраль март апрель май июнь июль
		август сентябрь октябрь ноябрь декабрь января февраля марта апреля мая июня июля августа сентября октября ноября декабря`),
};

function words(text: string): string[] {
	return text.split(/\s+/).filter((word) => word !== "");
}
