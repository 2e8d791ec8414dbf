// German: milestones that administrators mend.
import type { recovery as english } from './recovery.en.ts';

export const recovery: Readonly<Record<keyof typeof english, string>> = {
  'admin.givenUp': 'Aufgegeben, nach Meilenstein',
  'admin.noGivenUp': 'Nichts wurde aufgegeben.',
  'admin.mailsStay':
    'Sie wird nicht noch einmal gesendet: Berichtigen Sie die Adresse, oder weisen Sie die Anfrage neu zu.',
  'admin.retryEffects': 'Jetzt noch einmal versuchen',
  'admin.retryEffects.says':
    'Was von diesem Meilenstein auf den nächsten Versuch wartet oder aufgegeben wurde, wird jetzt versucht. Eine Mail, die nicht zugestellt werden konnte, wird nicht noch einmal gesendet: Berichtigen Sie die Adresse, oder weisen Sie die Anfrage neu zu.',
  'admin.recoverMilestone': 'Akte und Workflow vergleichen',
  'admin.recoverNow': 'Von der Akte aus weitergehen',
  'admin.recoverMilestone.says':
    'Beide werden angesehen, und es steht da, was gefunden wurde; geändert ist noch nichts. Der Knopf lässt den Meilenstein von seiner Akte aus weitergehen, im Protokoll mit Ihrem Grund.',
  'admin.agrees': 'Akte und Workflow stimmen überein. Es gibt nichts zu richten.',
  'admin.disagrees.missing':
    'In Temporal läuft nichts dafür, und die Akte weiß alles. Beim Weitergehen geht nichts verloren.',
  'admin.disagrees.behind':
    'Der Workflow ist hinter der Akte zurück, die alles weiß. Beim Weitergehen geht nichts verloren.',
  'admin.disagrees.ahead':
    'Der Workflow weiß von Entscheidungen, die die Akte nicht hat. Spielen Sie die neuere Kopie der Datenbank zurück; ist die Akte richtig, gehen diese Entscheidungen verloren.',
  'admin.disagrees.completed':
    'Der Workflow ist abgeschlossen, und die Akte weiß nichts von dem Ende. Spielen Sie die neuere Kopie der Datenbank zurück; ist die Akte richtig, geht verloren, was dazwischen kam.',
  'admin.disagrees.stuck':
    'Die Aufgaben des Workflows scheitern. Sehen Sie zuerst seinen Verlauf im Temporal UI an; beim Weitergehen von der Akte aus geht verloren, was der Workflow noch nicht aufgezeichnet hat.',
  'admin.disagrees.silent': 'Kein Worker antwortet dafür. Starten Sie den Dienst, und sehen Sie dann noch einmal nach.',
  'admin.disagrees.unknown': 'Er läuft in Temporal und steht nicht in der Akte.',
  'admin.recordIsRight': 'Wo etwas verloren ginge',
  'admin.recordIsRight.says': 'Die Akte ist richtig: trotzdem von ihr aus weitergehen',
  'admin.recoverSeveral': 'Alle Akten und Workflows vergleichen',
  'admin.recoverSeveral.says':
    'Jeder offene Meilenstein wurde angesehen, geändert wurde noch nichts. Wählen Sie, welche von ihrer Akte aus weitergehen sollen; jeder steht mit Ihrem Grund im Prüfprotokoll.',
  'admin.recoverSeveral.again': 'Neu vergleichen',
  'admin.disagreeing': 'Wo sie nicht übereinstimmen',
  'admin.disagreesAll': 'Das sind alle. Daneben steht, was aus jedem würde.',
  'admin.disagreesMore':
    'Es gibt mehr als diese, auf der nächsten Seite. Die Schaltfläche bringt in Ordnung, was auf dieser gewählt ist.',
  'admin.agreesAll': 'Akten und Workflows stimmen überein. Es gibt nichts in Ordnung zu bringen.',
  'admin.becomes.goesOn': 'Er ginge von der Akte aus weiter.',
  'admin.becomes.ends': 'Er würde beendet.',
  'admin.becomes.left': 'Er bliebe, wie er ist, wenn Sie nicht sagen, dass die Akte stimmt.',
  'admin.mended': 'Was aus jedem wurde',
  'admin.became.goesOn': 'geht von der Akte aus weiter',
  'admin.became.ends': 'beendet',
  'admin.became.left': 'blieb, wie er ist',
  'admin.became.agrees': 'stimmt überein',
  'admin.ofNone': 'zu keinem Meilenstein',
  'admin.effectKind': 'Was noch einmal versucht wird',
  'admin.retryEffectsOfNone': 'Noch einmal versuchen, was zu keinem Meilenstein gehört',
  'admin.retryEffectsOfNone.says':
    'Hinweise, Links, Sammelmails und zu entfernende Dateien, die aufgegeben wurden und zu keinem Meilenstein gehören, werden von vorn versucht, alle einer Art. Suchen Sie erst, woran sie scheiterten: Es steht im Protokoll.',
};
