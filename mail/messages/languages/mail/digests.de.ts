// German: digests, and the page on which somebody chooses one.
import type { digests as english } from './digests.en.ts';

export const digests: Readonly<Record<keyof typeof english, string>> = {
  'digest.title': 'Wie Ihre Mitteilungen kommen',
  'digest.off': 'Jede Mitteilung kommt für sich, sobald etwas geschieht.',
  'digest.stands.daily': 'Ihre Mitteilungen kommen zusammen, täglich um {hour} Uhr ({zone}). Die nächsten: {next}.',
  'digest.stands.weekly':
    'Ihre Mitteilungen kommen zusammen, jeden {weekday} um {hour} Uhr ({zone}). Die nächsten: {next}.',
  'digest.says':
    'Worum Sie zu entscheiden gebeten sind, kommt trotzdem sofort, ebenso Belege, Bescheinigungen und alles, wovon eine Frist läuft. Ist nichts geschehen, kommt keine E-Mail.',
  'digest.how': 'Mitteilungen kommen',
  'digest.never': 'jede für sich',
  'digest.daily': 'zusammen, einmal am Tag',
  'digest.weekly': 'zusammen, einmal in der Woche',
  'digest.weekday': 'Wochentag, wenn einmal in der Woche',
  'digest.hour': 'Uhrzeit',
  'digest.zone': 'Zeitzone',
  'digest.language': 'Sprache',
  'digest.languageHint':
    'Dessen, was darum herum steht. Jede Mitteilung ist in der Sprache, in der ihr Auftrag Sie anspricht.',
  'digest.press': 'So behalten',
  'digest.set': 'Behalten.',
  'digest.ended': 'Jede Mitteilung kommt wieder für sich. Was gewartet hat, geht jetzt hinaus.',
  'digest.notTaken': 'Wählen Sie, wie Ihre Mitteilungen kommen, mit Uhrzeit, Zeitzone und Sprache.',
  'admin.effect.digest': 'Sammelmitteilungen',
  'digest.over': 'Ihre Mitteilungen kommen jede für sich',
  'digest.subject':
    '{count, plural, one {# Mitteilung zu Ihren Meilensteinen} other {# Mitteilungen zu Ihren Meilensteinen}}',
  'digest.because': 'Diese Mitteilungen kommen zusammen, weil Sie es so gewählt haben.',
  'digest.change': 'Ändern oder beenden',
  'digest.onDesk': 'Auf Ihrem Schreibtisch:',
};
