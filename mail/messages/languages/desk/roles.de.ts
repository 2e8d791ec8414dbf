// German: what people and systems are to an installation and its engagements.
export const roles = {
  'role.engagementManager': 'Projektleitung',
  'role.engagementManager.says': 'legt Aufträge an, führt ihre Meilensteine und liest alles daran',
  'role.sponsor': 'Projektsponsor',
  'role.sponsor.says': 'liest alles am Auftrag, entscheidet, und beendet, was strittig ist',
  'role.author': 'Verfasser',
  'role.author.says': 'erstellt Liefergegenstände: lädt Dokumente hoch und liest sie',
  'role.validator': 'Technische Prüfung',
  'role.validator.says': 'prüft: liest Dokumente und berichtet',
  'role.stakeholder': 'Stakeholder',
  'role.stakeholder.says': 'nimmt Stellung zu dem, wonach gefragt wird, auf dessen Seite',
  'role.approver': 'Zeichnungsberechtigt',
  'role.approver.says': 'unterzeichnet, wonach gefragt wird, auf dessen Seite',
  'role.validationSystem': 'Prüfsystem',
  'role.validationSystem.says': 'berichtet von sich aus über die technische Prüfung',
  'role.finance': 'Finanzen',
  'role.finance.says':
    'rechnet ab, was freigegeben ist; sieht Beträge, keinen Liefergegenstand, kein Dokument und keine Akte',
  'role.auditor': 'Revision',
  'role.auditor.says': 'liest alles und schreibt nichts',
  'role.recordsOfficer': 'Verantwortlich für die Akten',
  'role.recordsOfficer.says': 'Löschsperren, Aufbewahrung, Löschung und Vernichtung; sieht keinen Inhalt einer Akte',
  'role.administrator': 'Administration',
  'role.administrator.says':
    'Schlüssel, Rollen, Sitzungen, was nicht weiterkommt und beiseitegelegte Dateien; sieht von einem Auftrag sonst nur Kennungen',
  'role.engagementRegistrar': 'Anlage von Aufträgen',
  'role.engagementRegistrar.says':
    'legt Aufträge an, die sie leiten oder deren Projektsponsor sie sind; sieht nichts von anderen',
  'role.payloadReader': 'Einsicht in Temporal',
  'role.payloadReader.says':
    'sieht in der Oberfläche von Temporal, was Temporal verschlüsselt hält, und sendet von dort Nachrichten im eigenen Namen',
  'role.missing':
    'Nur für diese Rollen: {roles}. Wenden Sie sich an jemanden davon, oder wegen einer Rolle an die Administration.',
} as const;
