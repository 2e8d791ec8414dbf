// How streets, postcodes, towns and buildings are written in addresses. Says nothing about a line as a whole.
import { tokensOf, words } from './tokens.ts';

export const streets =
  /(?:\p{L}str\.(?=\s)|(?<!\p{L})c\/(?=\s?\p{Lu})|(?<!\p{L})(?:street|st|av|road|rd|avenue|ave|lane|ln|drive|dr|square|sq|way|court|ct|place|pl|boulevard|blvd|terrace|crescent|close|quay|wharf|row|hill|gardens?|parkway|pkwy|highway|hwy|broadway|embankment|mews|rue|chemin|allée|quai|impasse|cours|bp|cedex|calle|avda|avenida|plaza|paseo|carretera|ctra|polígono|c\/|rua|travessa|praça|largo|estrada|via|viale|piazza|corso|vicolo|largo|strada|strasse|straße|str|weg|platz|allee|gasse|ring|ufer|damm|chaussee|straat|laan|plein|kade|gracht|singel|dreef|postbus|postboks|postbox|sétány|setany|útja|utja|köz|наб|пер|шоссе|пл|бульвар|ul|ulica|al|aleja|plac|pl|os|náměstí|nám|třída|ulice|utca|út|tér|körút|bd|șoseaua|calea|ulica|trg|cesta|caddesi|cad|sokak|sok|mah|bulvarı|οδός|λεωφόρος|улица|ул|проспект|пр|p\.? ?o\.? ?box|po box|postfach|apartado|casella postale|boîte postale|box)(?!\p{L})\.?|(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm|straat|laan|plein|kade|gracht|gatan|vägen|gata|väg|gade|vej|gate|vei|veien|gaten|katu|tie|kuja)(?!\p{L})\.?|丁目|番地|番|号|区|市|县|街|路)/iu;
export const addressUnspaced =
  /〒 ?\d{3}-?\d{4}|[都道府県].{1,10}[市区町村郡]|[省市].{1,10}[区區县縣路街]|[시도] .{1,10}[구군동로길]/u;
/** That are nothing else: British, Canadian, Australian, Dutch, Brazilian, American, and any behind a country. */
export const postcodes =
  /\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT) \d{4}|[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,3}-\d{4,6} \p{Lu}\p{L}*|\d{4} ?[A-Z]{2},? \p{Lu}\p{L}*|\d{5}-\d{3})(?!\p{L})|〒 ?\d{3}-?\d{4}/u;
/** Four to six digits before a name are a town where an address stands beside them; elsewhere they count something. */
export const town =
  /^(?:\d{4,6}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}),?(?: \p{Lu}[\p{L}'’.-]*){1,4}(?: \d{1,2})?(?:,? \p{Lu}\p{L}+| \(\p{Lu}{2}\)?)?$/u;
export const hasPostcode = (line: string): boolean => postcodes.test(line) || town.test(line.trim());
export const buildings = words(
  `floor fl level suite ste room rm building bldg house tower block unit park estate centre center campus plaza court wing flat apt
   etage stock stockwerk gebäude haus zimmer raum og eg étage bâtiment bât immeuble tour bureau cs planta piso edificio torre oficina
   puerta andar sala edifício piano palazzo scala verdieping gebouw kamer våning hus plan etasje etg sal bygning kerros piętro budynek
   patro budova emelet épület etaj kat bina д дом корп стр оф офис кв г`,
);
/** "12 Street Lights Broken", which is no house in a street. */
export const countsThings =
  /^\d+ (?:street|road|lane|court|way|drive|row|place|square|box|garden)s? (?!d[eu]|d['’])\p{L}/iu;

/** Floor and door, house and office, or a town under its short word: "3º B", "д. 1", "г. Москва". */
export const partOfHouse =
  /^(?:\d{1,2} ?[ºª°](?:,? ?(?:\p{Lu}|izda?|dcha?|esq|dto)\.?)?|(?:д|дом|стр|корп|оф|офис|кв)\.? ?\d{1,4}\p{L}?|(?:г|м)\. ?\p{Lu}\p{L}+(?:-\p{L}+){0,3})$/iu;

/** Of a script without spaces: it goes on beyond a name, with a particle, a negation or a request. */
export const isUnspacedSentence = (text: string): boolean =>
  /[。！？、，]|\p{Script=Hiragana}|[不未没沒无無待等请請需须須要除但]/u.test(text);

export const countries = words(
  `uk gb usa us england scotland wales ireland united kingdom states america deutschland germany österreich austria schweiz suisse
   svizzera switzerland france belgique belgië belgium nederland netherlands luxembourg españa spain portugal italia italy sverige sweden
   norge norway danmark denmark suomi finland polska poland česko czech republic czechia slovensko slovakia magyarország hungary românia
   romania türkiye turkey greece ελλάδα canada australia new zealand japan china india singapore brasil brazil mexico méxico`,
);

/** Where firms sit: capitals and larger cities, as they are written alone in a line. */
export const cities: ReadonlySet<string> = new Set(
  `London|Manchester|Birmingham|Leeds|Bristol|Liverpool|Sheffield|Newcastle|Nottingham|Leicester|Cardiff|Swansea|Belfast|Edinburgh|Glasgow|
   Aberdeen|Dundee|Cambridge|Oxford|Reading|Southampton|Portsmouth|Plymouth|Exeter|York|Norwich|Brighton|Basingstoke|Milton Keynes|Dublin|Cork|
   Galway|Limerick|New York|Boston|Chicago|Washington|Washington DC|Philadelphia|Atlanta|Miami|Dallas|Houston|Austin|Denver|Phoenix|
   Seattle|Portland|San Francisco|San Diego|San José|San Jose|Los Angeles|Sacramento|Las Vegas|Detroit|Minneapolis|Cleveland|Pittsburgh|Toronto|
   Montréal|Ottawa|Vancouver|Calgary|Edmonton|Québec|Winnipeg|Halifax|Sydney|Melbourne|Brisbane|Perth|Adelaide|Canberra|Hobart|Darwin|
   Parramatta|Wellington|Auckland|Christchurch|Hamilton|Dunedin|Berlin|Hamburg|München|Munich|Köln|Cologne|Frankfurt|Frankfurt am Main|
   Stuttgart|Düsseldorf|Leipzig|Dresden|Hannover|Nürnberg|Bremen|Essen|Dortmund|Bonn|Mannheim|Karlsruhe|Freiburg|Wiesbaden|Mainz|Kiel|Erfurt|
   Magdeburg|Potsdam|Rostock|Wien|Vienna|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Zürich|Bern|Basel|Genève|Geneva|Lausanne|Luzern|
   Winterthur|St Gallen|Lugano|Vaduz|Paris|Lyon|Marseille|Toulouse|Bordeaux|Nantes|Lille|Strasbourg|Rennes|Nice|Montpellier|Grenoble|Dijon|
   Rouen|Nancy|Metz|Bruxelles|Brussel|Brussels|Antwerpen|Gent|Liège|Leuven|Luxembourg|Amsterdam|Rotterdam|Den Haag|The Hague|Utrecht|
   Eindhoven|Groningen|Arnhem|Breda|Tilburg|Nijmegen|Madrid|Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Bilbao|Lisboa|Lisbon|Porto|Coimbra|
   Braga|Roma|Rome|Milano|Milan|Torino|Napoli|Bologna|Firenze|Genova|Venezia|Verona|Padova|Palermo|Trieste|Stockholm|Göteborg|Malmö|
   Uppsala|Linköping|Lund|Oslo|Bergen|Trondheim|Stavanger|København|Copenhagen|Aarhus|Odense|Aalborg|Helsinki|Espoo|Tampere|Turku|Oulu|
   Reykjavík|Tallinn|Riga|Vilnius|Warszawa|Warsaw|Kraków|Wrocław|Gdańsk|Poznań|Łódź|Katowice|Praha|Prague|Brno|Ostrava|Plzeň|Bratislava|
   Košice|Budapest|București|Bucharest|Cluj|Sofia|Zagreb|Ljubljana|Beograd|Sarajevo|Athens|Αθήνα|Θεσσαλονίκη|İstanbul|Istanbul|Ankara|İzmir|
   Москва|Київ|Kyiv|Tel Aviv|Jerusalem|Cairo|Dubai|Abu Dhabi|Doha|Riyadh|Kuwait|Johannesburg|Cape Town|Pretoria|Durban|Nairobi|Lagos|
   Accra|Casablanca|Mumbai|Delhi|New Delhi|Bengaluru|Bangalore|Chennai|Hyderabad|Pune|Kolkata|Singapore|Kuala Lumpur|Jakarta|Bangkok|Manila|
   Hanoi|Hong Kong|Shanghai|Beijing|Shenzhen|Taipei|Seoul|Tokyo|Osaka|Yokohama|São Paulo|Rio de Janeiro|Brasília|Buenos Aires|Santiago|
   Lima|Bogotá|Mexico City|Ciudad de México|Monterrey|Guadalajara|Montevideo|Quito`
    .split('|')
    .map((each) => tokensOf(each).join(' ')),
);
