// German: notices in Slack and Teams.
import type { chat as english } from './chat.en.ts';

export const chat: Record<keyof typeof english, string> = {
  'chat.title': 'Mitteilungen in Slack oder Teams',
  'chat.says':
    'Was Ihnen als Projektleitung gemailt wird, kann zugleich in einem Kanal gemeldet werden: der Betreff jeder Mail und ein Link zu Ihrem Schreibtisch. Gründe, Kommentare, Beträge von Anfragen und Links zum Entscheiden bleiben in der Mail. Im Chat entscheidet niemand.',
  'chat.where': 'Wo',
  'chat.service.slack': 'Slack',
  'chat.service.teams': 'Microsoft Teams',
  'chat.address': 'Adresse des Webhooks',
  'chat.addressHow':
    'In Slack: eine App mit eingehenden Webhooks für den Kanal. In Teams: ein Workflow des Kanals, der postet, wenn eine Webhook-Anforderung eingeht. Wer die Adresse hat, kann dort schreiben; deshalb wird sie versiegelt aufbewahrt und nicht wieder gezeigt.',
  'chat.anewSays': 'Sie tritt an die Stelle derjenigen, die Sie haben.',
  'chat.press': 'Ausprobieren und behalten',
  'chat.set': 'Die Nachricht zum Ausprobieren wurde angenommen; die Adresse ist behalten.',
  'chat.test': 'Abnahme von Meilensteinen: Mitteilungen an die Projektleitung kommen von jetzt an hierher.',
  'chat.stands': 'Ihre Mitteilungen werden seit {at} in {service} ({host}) gemeldet.',
  'chat.told': 'Die letzte wurde {at} angenommen.',
  'chat.failed':
    'Eine wurde {at} nicht angenommen: {because}. Sie wird einen Tag lang versucht; jede steht ohnehin in Ihrer Mail.',
  'chat.end': 'Dort nichts mehr melden',
  'chat.onDesk': 'Auf Ihrem Schreibtisch öffnen',
  'admin.effect.chat': 'Mitteilungen per Chat',
};
