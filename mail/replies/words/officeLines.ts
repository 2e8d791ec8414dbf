// Two lines of a signature block that have a form of their own: when somebody works, and the number of a German office.
import { tokensOf, words } from './tokens.ts';

/** As German offices number their parts; "Referat 42". */
export const numberedOffice =
  /^(?:referat|dezernat|abteilung|fachbereich|fachdienst|sachgebiet|amt|stabsstelle) (?:\d{1,4}|[ivx]{1,4})(?:[ .]?\d)?\p{L}?$/iu;

/** "Working hours: Mon–Thu 9–15": a label, and then days and times alone. */
const hoursLabel =
  /^(?:my |our )?(?:normal |usual |regular |core )?(?:(?:i )?work (?:part[- ]time|full[- ]time)|(?:working|office|business|opening) (?:hours|days|pattern|times?)(?: are)?|(?:geschäfts|büro|arbeits|sprech|öffnungs)zeiten|(?:büro|arbeits)tage|horaires?(?: de travail| d['’]ouverture)?|horario(?: de trabajo| laboral)?|orari(?:o)?(?: di lavoro)?|werktijden|werkdagen|arbetstider|arbejdstider|arbeidstider|kontortid)\s*:?\s+/iu;
const timeWords = words(
  `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun am pm to and noon uk cet cest gmt bst
   montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so bis und uhr h lundi mardi mercredi jeudi vendredi samedi
   à au et lunes martes miércoles jueves viernes a y lun mar mer gio ven lunedì martedì mercoledì giovedì venerdì e maandag dinsdag woensdag
   donderdag vrijdag ma wo vr tot en uur måndag tisdag onsdag torsdag fredag mandag tirsdag man tis ons tor fre til och og kl`,
);
export function isHours(text: string): boolean {
  const label = hoursLabel.exec(text)?.[0];
  if (label === undefined) return false;
  const said = tokensOf(text.slice(label.length));
  return said.length > 0 && said.every((each) => timeWords.has(each) || /^\d{1,4}(?:am|pm|h\d{0,2})?$/u.test(each));
}

/** Whom the law has a firm name below its mails: a label, and then names alone. */
const officer =
  'geschäftsführ(?:er|erin|ung|ende gesellschafter)|vorstand(?:svorsitzende[rn]?)?|(?:vorsitzende[r]?|vorsitz) (?:des|der) (?:vorstand(?:e?s)?|aufsichtsrat(?:e?s)?|geschäftsführung|verwaltungsrat(?:e?s)?)|aufsichtsratsvorsitzende[r]?|aufsichtsrat|prokurist(?:en|in)?|(?:managing |registered |company )?directors|managing director|gérant|président directeur général|amministratore (?:delegato|unico)|administradora? (?:únic[oa])|prezes zarządu|zarząd|jednatel|ügyvezető(?: igazgató)?|styrelseordförande|adm\\. direktør';
const personsName =
  "(?:(?:dr|prof|dipl|ing|mag|phd|rer|nat|h|c|med|jur|oec|oberbürgermeister(?:in)?|bürgermeister(?:in)?|landrat|landrätin)\\.?-?\\s?)*(?:[\\p{L}]{1,3}\\.? ?)?\\p{L}[\\p{L}’'-]+(?: (?:van|von|de|der|den|zu|di|\\p{L}\\.))*(?: \\p{L}[\\p{L}’'-]+){1,2}";
export const listsOfficers = new RegExp(
  `^(?:${officer})\\s?: ?${personsName}(?:(?:, | und | and | et | & |; )${personsName}){0,8}\\.?$`,
  'iu',
);
