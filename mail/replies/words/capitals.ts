// What tells a line in capitals that is a title, a firm or a place from a sentence written so. A line is neither by its capitals alone.
import { words } from './tokens.ts';

/** No small letters, in a script that has them. */
export const isShouted = (text: string): boolean => /\p{Lu}.*\p{Lu}/u.test(text) && !/\p{Ll}{2}/u.test(text);

/** What somebody says of the work or of the decision; no name of a person, a firm or a place has one. */
export const verdicts = words(
  `disagree disagrees disagreed object objects objected objection reject rejects rejected refuse refuses refused decline declines declined
   oppose opposes opposed contest contests contested protest protests dispute disputes disputed broken cracked leaking damaged unsafe
   unfinished unpaid late withdraw withdraws withdrew withhold withholds vetoes unsafe unhappy dissatisfied furious angry disappointed reluctant reluctantly unsigned leak leaks poor bad contrary`,
  `widerspricht widersprechen widerspruch lehnt ablehnt abgelehnt ablehnung verweigert kaputt undicht defekt beschädigt klagt klagen`,
  `conteste contestent contesté refuse refusent refusé rejette oppose désapprouve rechaza rechazado objeta rifiuta contesta rigetta rejeita
   recusa weigert weigeren afgekeurd contrario contraria contrari nekar avvisar bestrider nægter avviser odrzuca odmawia sprzeciw odmítá zamítá отказывает возражает`,
);

/** Orders, and words that join the parts of a sentence and not of a name. */
export const ordering = words(
  `bring send get hire sack fire contact await notify involve remind resurface repair ask call tell check talk see inform consult fix repair replace refit rebuild repaint reject decline cancel void stop ignore disregard object
   objects objection dispute disputes duress with by from i we he she they it this that these those my our your their than as so me us him them
   tomorrow today yesterday monday tuesday wednesday thursday friday saturday sunday above below under tbc tbd percent`,
  `prüfen klären halten stoppen mit ich wir sie es dies morgen heute montag dienstag mittwoch donnerstag freitag
   avec nous vous refaire con noi rifare con nosotros rehacer`,
);

/** Who may be one "to" somebody. */
export const aides = words('assistant secretary advisor adviser deputy counsel aide delegate pa ea consultant');

/** What is counted where a town might stand. */
export const quantities = words(
  `users user people persons days day hours hour weeks months years pieces units items euros euro eur usd gbp chf jpy pln sek nok dkk czk huf inr cny
   aud cad dollars dollar pounds pound pence pfund franken francs kronor kroner złoty percent nutzer benutzer stück tage tagen stunden wochen monate jahre
   prozent nachbesserungen utilisateurs jours heures usuarios días horas utenti giorni ore gebruikers dagen uren`,
);

/** Of words for a field: "Geotechnical", "Tunnelling", "Navigation". */
export const fieldEndings = /(?:al|ic|ics|ing|ive|ion|ions|ment|ity|ure|ogy|ance|ence|ical|isch|ische|ique)$/u;
