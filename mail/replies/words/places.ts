// How streets, postcodes, towns and buildings are written in addresses. Says nothing about a line as a whole.
import { words } from './tokens.ts';

export const streets =
  /(?:\p{L}str\.(?=\s)|(?<!\p{L})c\/(?=\s?\p{Lu})|(?<!\p{L})(?:street|st|av|road|rd|avenue|ave|lane|ln|drive|dr|square|sq|way|court|ct|place|pl|boulevard|blvd|terrace|crescent|close|quay|wharf|row|hill|gardens?|parkway|pkwy|highway|hwy|broadway|embankment|mews|rue|chemin|allée|quai|impasse|cours|bp|cedex|calle|avda|avenida|plaza|paseo|carretera|ctra|polígono|c\/|rua|travessa|praça|largo|estrada|via|viale|piazza|corso|vicolo|largo|strada|strasse|straße|str|weg|platz|allee|gasse|ring|ufer|damm|chaussee|straat|laan|plein|kade|gracht|singel|dreef|postbus|ul|ulica|al|aleja|plac|pl|os|náměstí|nám|třída|ulice|utca|út|tér|körút|bd|șoseaua|calea|ulica|trg|cesta|caddesi|cad|sokak|sok|mah|bulvarı|οδός|λεωφόρος|улица|ул|проспект|пр|p\.? ?o\.? ?box|po box|postfach|apartado|casella postale|boîte postale|box)(?!\p{L})\.?|(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm|straat|laan|plein|kade|gracht|gatan|vägen|gata|väg|gade|vej|gate|vei|veien|gaten|katu|tie|kuja)(?!\p{L})\.?|丁目|番地|番|号|区|市|县|街|路)/iu;
export const addressUnspaced =
  /〒 ?\d{3}-?\d{4}|[都道府県].{1,10}[市区町村郡]|[省市].{1,10}[区區县縣路街]|[시도] .{1,10}[구군동로길]/u;
/** That are nothing else: British, Canadian, Australian, Dutch, Brazilian, American, and any behind a country. */
export const postcodes =
  /\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT) \d{4}|[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,3}-\d{4,6} \p{Lu}\p{L}*|\d{4} ?[A-Z]{2},? \p{Lu}\p{L}*|\d{5}-\d{3})(?!\p{L})|〒 ?\d{3}-?\d{4}/u;
/** Four to six digits before a name are a town where an address stands beside them; elsewhere they count something. */
export const town =
  /^(?:\d{4,6}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}),?(?: \p{Lu}[\p{L}'’.-]*){1,4}(?: \d{1,2})?(?:,? \p{Lu}\p{L}+)?$/u;
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

export const streetAlone = /^(?:\p{Lu}\p{Ll}+ ){1,3}(?:Street|Road|Lane|Avenue|Square)$/u;

/** Floor and door, house and office, or a town under its short word: "3º B", "д. 1", "г. Москва". */
export const partOfHouse =
  /^(?:\d{1,2} ?[ºª°](?:,? ?(?:\p{Lu}|izda?|dcha?|esq|dto)\.?)?|(?:д|дом|стр|корп|оф|офис|кв)\.? ?\d{1,4}\p{L}?|(?:г|м)\. ?\p{Lu}\p{L}+(?:-\p{L}+){0,3})$/iu;
