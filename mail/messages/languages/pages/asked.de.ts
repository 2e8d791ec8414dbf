// German: pages of all that is asked of somebody.
import type { asked as english } from './asked.en.ts';

export const asked: Readonly<Record<keyof typeof english, string>> = {
  'asked.place': '{nth} von {of}, die auf Sie warten',
  'asked.nextOne': 'Das Nächste',
  'asked.next': 'Als Nächstes: <bdi>{milestone}</bdi>',
  'asked.left': '{count, plural, one {# weitere wartet auf Sie} other {# weitere warten auf Sie}}',
  'asked.receipt': 'Beleg',
  'asked.onRecord': 'Festgehalten, jede für sich:',
  'asked.codesSent':
    'Für jede Entscheidung, die einen Code braucht, wurde einer geschickt. Geben Sie ihn jeweils unten ein, und drücken Sie noch einmal.',
  'asked.eachByItself':
    'Jede ist eine eigene Entscheidung, mit eigener Erklärung und eigenem Beleg. Wählen Sie nur, was Sie gelesen haben.',
  'asked.notOpened':
    'So, wie es jetzt ist, noch nicht geöffnet; deshalb kann es nicht mit anderen zusammen entschieden werden.',
  'asked.linkAlone':
    'Der Vertrag will, dass dies über den Link in Ihrer E-Mail entschieden wird, nicht während Sie angemeldet sind.',
  'asked.passkeyAlone': 'Der Vertrag verlangt hierfür einen Passkey, der immer nur eine Entscheidung bestätigt.',
  'asked.openIt': 'Öffnen',
  'asked.chooseSome': 'Wählen Sie mindestens eine.',
  'asked.notDone': 'Es wurde nichts festgehalten',
  'asked.signThis': '<strong><bdi>{milestone}</bdi></strong> unterzeichnen, aufgeführt als <bdi>{name}</bdi>',
  'asked.approveThis': '<strong><bdi>{milestone}</bdi></strong> freigeben, aufgeführt als <bdi>{name}</bdi>',
  'asked.agreeEach': 'Ich stimme der Erklärung jeder Abnahme zu, die ich gewählt habe.',
  'asked.signChosen': 'Gewählte unterzeichnen',
  'asked.approveChosen': 'Gewählte freigeben',
  'asked.together.signature': 'Mehrere dieser {count} zugleich unterzeichnen',
  'asked.together.review': 'Mehrere dieser {count} zugleich freigeben',
  'asked.together.title.signature': 'Mehrere zugleich unterzeichnen',
  'asked.together.title.review': 'Mehrere zugleich freigeben',
  'asked.away.title': 'Ihre Vertretung und Ihre Abwesenheit',
  'asked.away.says':
    'An diesen Tagen wird an Ihrer Stelle Ihre Vertretung gefragt, wo immer die Regeln sie entscheiden lassen; am Tag danach sind wieder Sie gefragt. Es gilt für jeden Meilenstein, bei dem Sie um Prüfung, Durchsicht oder Unterschrift gebeten sind.',
  'asked.away.nowhere':
    'Sie sind derzeit um keine Prüfung, Durchsicht oder Unterschrift gebeten; sobald Sie es sind, können Sie hier eine Vertretung benennen.',
  'asked.away.standing': 'Wer an Ihrer Stelle entscheidet',
  'asked.away.none': 'Niemand. Gefragt sind Sie selbst.',
  'asked.away.nobodyElse':
    'Niemand von denen, die aufgeführt sind, darf bei dem, worum Sie jetzt gebeten werden, für Sie entscheiden. Die Projektleitung kann jemanden aufführen.',
  'asked.away.which': 'Was endet',
  'asked.away.why': 'Warum',
  'asked.away.end': 'Beenden',
  'asked.away.name': 'Vertretung benennen',
  'asked.away.press': 'Diese Vertretung benennen',
  'asked.away.onSome': '{count, plural, one {bei # Meilenstein} other {bei # Meilensteinen}}',
  'asked.away.chooseDeputy': 'Wählen Sie, wer an Ihrer Stelle entscheidet.',
  'asked.away.chooseOne': 'Wählen Sie, was endet.',
};
