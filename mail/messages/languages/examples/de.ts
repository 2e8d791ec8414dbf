// German: plans to begin from, by kind of service.
import type { Example } from '../../example.ts';

export const examples: readonly Example[] = [
  {
    key: 'software',
    name: 'IT-Einführung',
    title: 'Entwicklung und Test',
    deliverables: ['Softwarepaket', 'Testbericht', 'Betriebshandbuch'],
    requirements: [
      {
        text: 'Die für diesen Meilenstein vereinbarten Abnahmetests bestehen.',
        acceptableQualityLevel: 'kein Fehler des Schweregrads 1 oder 2',
        method: 'Testbericht des Builds',
      },
      {
        text: 'Die Software lässt sich allein nach dem Betriebshandbuch in der Umgebung des Kunden installieren.',
        method: 'Installation durch den Betrieb des Kunden',
      },
      {
        text: 'Bekannte Mängel sind mit Schweregrad und Plan aufgeführt.',
      },
    ],
    qualityReviews: ['Code-Review', 'Sicherheitsprüfung'],
    next: {
      name: 'Einführung',
      scope: 'Einführung bei den in der Leistungsbeschreibung genannten Nutzern.',
    },
    signers: [
      { name: 'Kunde', capacities: ['IT-Leitung'] },
      { name: 'Auftragnehmer', capacities: ['Partner'] },
    ],
  },
  {
    key: 'migration',
    name: 'Datenmigration',
    title: 'Migrationsprobe',
    deliverables: ['Ablaufplan der Migration', 'Abgleichsbericht', 'Rückfallplan'],
    requirements: [
      {
        text: 'Jeder Datensatz im Umfang ist migriert oder mit Grund aufgeführt.',
        acceptableQualityLevel: '100 % nachgewiesen',
        method: 'Abgleichsbericht',
      },
      {
        text: 'Die Probe endet innerhalb des Umstellungsfensters.',
      },
      {
        text: 'Der Rückfall wurde geprobt und stellt den Stand vor der Migration her.',
      },
    ],
    qualityReviews: ['Gegenlesen des Ablaufplans'],
    next: {
      name: 'Umstellung',
      scope: 'Migration der Produktivdaten im vereinbarten Fenster.',
    },
    signers: [
      { name: 'Kunde', capacities: ['Datenverantwortung', 'IT-Leitung'] },
      { name: 'Auftragnehmer', capacities: ['Partner'] },
    ],
  },
  {
    key: 'design',
    name: 'Planung und Konstruktion',
    title: 'Ausführungsplanung',
    deliverables: ['Erläuterungsbericht', 'Pläne', 'Mengenermittlung'],
    requirements: [
      {
        text: 'Die Planung erfüllt das Anforderungsverzeichnis des Kunden Punkt für Punkt.',
        method: 'Erfüllungsmatrix',
      },
      {
        text: 'Die Pläne sind zwischen den Gewerken abgestimmt.',
        acceptableQualityLevel: 'keine offene Kollision',
        method: 'Kollisionsbericht',
      },
      {
        text: 'Die im Vertrag genannten Normen sind eingehalten oder Abweichungen aufgeführt.',
      },
    ],
    qualityReviews: ['Fachprüfung', 'Risikobeurteilung der Planung'],
    next: {
      name: 'Ausschreibung',
      scope: 'Erstellung der Ausschreibungsunterlagen aus der abgenommenen Planung.',
    },
    signers: [
      { name: 'Kunde', capacities: ['Projektleitung des Bauherrn'] },
      { name: 'Auftragnehmer', capacities: ['Leitung Konstruktion'] },
    ],
  },
  {
    key: 'advice',
    name: 'Gutachten',
    title: 'Abschlussbericht',
    deliverables: ['Bericht', 'Daten und Modelle dazu'],
    requirements: [
      {
        text: 'Der Bericht beantwortet jede Frage des Auftrags.',
      },
      {
        text: 'Die Befunde beruhen auf Belegen, die genannt sind und nachgesehen werden können.',
      },
      {
        text: 'Die Anmerkungen zum Entwurf sind einzeln beantwortet.',
        method: 'Anmerkungsverzeichnis',
      },
    ],
    qualityReviews: ['Prüfung durch einen Partner'],
    next: {
      name: 'Umsetzung',
      scope: 'Begleitung bei den Empfehlungen, die der Kunde aufgreift.',
    },
    signers: [
      { name: 'Kunde', capacities: ['Geschäftsführung'] },
      { name: 'Auftragnehmer', capacities: ['Partner'] },
    ],
  },
  {
    key: 'audit',
    name: 'Prüfungsauftrag',
    title: 'Prüfungshandlungen abgeschlossen',
    deliverables: ['Zusammenfassung der Feststellungen', 'Aufstellung der Korrekturen', 'Entwurf des Prüfungsurteils'],
    requirements: [
      {
        text: 'Die für jeden wesentlichen Bereich geplanten Handlungen sind durchgeführt und dokumentiert.',
      },
      {
        text: 'Die Feststellungen wurden mit der Leitung besprochen, ihre Antworten sind festgehalten.',
      },
      {
        text: 'Offene Punkte sind mit Zuständigem und Datum aufgeführt.',
      },
    ],
    qualityReviews: ['Auftragsbegleitende Qualitätssicherung'],
    next: {
      name: 'Berichterstattung',
      scope: 'Erteilung des Berichts nach Erledigung der offenen Punkte.',
    },
    signers: [
      { name: 'Kunde', capacities: ['Finanzvorstand'] },
      { name: 'Auftragnehmer', capacities: ['Verantwortlicher Prüfer'] },
    ],
  },
  {
    key: 'training',
    name: 'Schulung',
    title: 'Schulung durchgeführt',
    deliverables: ['Schulungsunterlagen', 'Teilnahmelisten', 'Auswertung'],
    requirements: [
      {
        text: 'Alle auf der vereinbarten Liste wurden geschult oder hatten einen zweiten Termin.',
      },
      {
        text: 'Die Teilnehmenden bewerten die Schulung als nützlich.',
        acceptableQualityLevel: 'im Mittel 4 von 5',
        method: 'Bewertungsbögen',
      },
    ],
    qualityReviews: ['Durchsicht der Unterlagen durch den Kunden'],
    next: {
      name: 'Betreuung nach der Schulung',
      scope: 'Hilfe für Geschulte in den vereinbarten Wochen.',
    },
    signers: [{ name: 'Kunde', capacities: ['Leitung Weiterbildung'] }],
  },
  {
    key: 'managedService',
    name: 'Betriebsleistung',
    title: 'Leistungszeitraum',
    deliverables: ['Servicebericht', 'Liste der Störungen und Änderungen', 'Ausblick auf die Kapazität'],
    requirements: [
      {
        text: 'Der Dienst war verfügbar, wie es die Service-Levels verlangen.',
        acceptableQualityLevel: '99,5 % im Zeitraum',
        method: 'Messwerte der Überwachung',
      },
      {
        text: 'Störungen wurden in den vereinbarten Zeiten beantwortet und behoben.',
        acceptableQualityLevel: '95 %',
        method: 'Liste der Störungen',
      },
      {
        text: 'Die Änderungen des Zeitraums sind dokumentiert und freigegeben.',
      },
    ],
    qualityReviews: ['Service-Review'],
    next: {
      name: 'Nächster Leistungszeitraum',
      scope: 'Betrieb im folgenden Zeitraum.',
    },
    signers: [{ name: 'Kunde', capacities: ['Serviceverantwortung'] }],
  },
];
