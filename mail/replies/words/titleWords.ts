// The words of titles and departments, in many languages. Says nothing about a line as a whole.
import { words } from './tokens.ts';

export const titleHeads = words(
  `manager director head chief officer ceo cfo cto coo cio ciso cpo cmo engineer architect consultant analyst lead leader president vp svp
   evp avp partner associate assistant secretary coordinator administrator controller buyer purchaser specialist advisor adviser counsel
   solicitor attorney lawyer barrister surveyor planner supervisor superintendent foreman technician developer designer scientist
   researcher professor lecturer dean principal fellow founder cofounder owner chair chairman chairwoman chairperson trustee treasurer
   commissioner minister mayor inspector auditor accountant executive representative agent expert master pmo clerk bursar registrar
   governor strategist procurer programmer tester operator member intern trainee`,
  `leiter leiterin leitung geschäftsführer geschäftsführerin geschäftsführung geschäftsleitung geschäftsführender vorstand vorständin
   vorstandsmitglied prokurist prokuristin referent referentin sachbearbeiter sachbearbeiterin ingenieur ingenieurin architekt
   architektin berater beraterin einkäufer einkäuferin assistent assistentin assistenz sekretär sekretärin sekretariat inhaber inhaberin
   gesellschafter bürgermeister bürgermeisterin dezernent dezernentin beauftragter beauftragte koordinator koordinatorin techniker
   technikerin meister verantwortlicher verantwortliche vorsitzender vorsitzende managerin direktor direktorin rechtsanwalt
   rechtsanwältin steuerberater wirtschaftsprüfer entwickler entwicklerin bevollmächtigter partnerin`,
  `directeur directrice chef cheffe responsable ingénieur ingénieure président présidente gérant gérante adjoint adjointe chargé chargée
   conseiller conseillère consultante acheteur acheteuse secrétaire assistante maire avocat avocate comptable technicien technicienne
   architecte coordinateur coordinatrice associé associée fondateur fondatrice pdg dsi daf drh dg`,
  `directora gerente jefe jefa ingeniero ingeniera presidente presidenta consejero consejera coordinador coordinadora técnico técnica
   asesor asesora abogado abogada comprador compradora asistente administrador administradora socio socia fundador arquitecto arquitecta
   secretario secretaria encargado encargada analista diretor diretora gestor gestora engenheiro engenheira chefe coordenador
   coordenadora consultor consultora sócio advogado comprador assistente encarregado`,
  `direttore direttrice dirigente responsabile capo ingegnere presidente amministratore amministratrice consulente avvocato architetto
   geometra titolare socio segretaria segretario impiegato funzionario acquirente delegato procuratore`,
  `hoofd projectleider teamleider adviseur inkoper medewerker bestuurder voorzitter eigenaar secretaris wethouder directielid ingenieur
   sjef direktør direktör leder ledare prosjektleder projektledare projektleder teamleder rådgiver rådgivare konsulent konsult ingenjör
   ingeniør ansvarlig ansvarig vd administrerende forstander økonomichef inköpare innkjøper indkøber handläggare saksbehandler
   johtaja päällikkö toimitusjohtaja asiantuntija insinööri projektipäällikkö ostaja`,
  `kierownik kierowniczka dyrektor dyrektorka prezes specjalista specjalistka inżynier zastępca koordynator księgowa księgowy pełnomocnik
   ředitel ředitelka vedoucí jednatel jednatelka manažer manažerka inženýr riaditeľ riaditeľka konateľ vedúci vedúca špecialista
   igazgató vezető mérnök ügyvezető menedzser munkatárs șef inginer director administrator voditelj direktor vodja`,
  `müdürü müdür yöneticisi yönetici mühendisi mühendis başkanı başkan uzmanı uzman direktörü sorumlusu διευθυντής διευθύντρια προϊστάμενος
   προϊσταμένη υπεύθυνος υπεύθυνη μηχανικός σύμβουλος директор руководитель начальник менеджер инженер заместитель специалист бухгалтер
   юрист заведующий керівник начальник інженер заступник מנהל מנהלת מהנדס מהנדסת ראש יועץ מדير مدير مديرة رئيس مهندس مهندسة`,
);
/** German and Dutch join them to what they lead. */
export const titleEndings =
  /(?:menedzser|leiter|leiterin|leitung|manager|managerin|ingenieur|ingenieurin|referent|referentin|berater|beraterin|sachbearbeiter|sachbearbeiterin|koordinator|koordinatorin|assistent|assistentin|beauftragter|beauftragte|einkaufer|architekt|direktor|vorstand|techniker|meister|leider|chef|sjef|leder|ledare|radgiver|paallikko|johtaja|asiantuntija)$/;
export const titleUnspaced =
  /部長|課長|係長|主任|取締役|社長|担当|マネージャ|ディレクター|エンジニア|リーダー|室長|本部長|次長|主査|参事|经理|總監|总监|工程师|工程師|总裁|總裁|經理|董事|主管|处长|科长|부장|과장|대리|이사|팀장|사장|매니저|차장|본부장|실장|연구원/u;

/** As a word of such a title ends, or of the department before it. */
export const endsAsTitle = new RegExp(`(?:${titleUnspaced.source}|[部课課处處室科]|부|팀|실|ー)$`, 'u');

/** Behind these stands what somebody leads, whatever it is called. */
export const naming = words('of for der für du de des di del della van voor för av z do ds de los la las');

/** Which of several departments: alone, they name none and can be what an acceptance is limited to. */
export const narrowing = words(
  `europe emea apac uk us european northern southern eastern western central north south east west regional national global international
   general senior junior deputy vice executive interim acting graduate lead certified chartered registered non personal site area country
   market key account zentraler principal`,
);

/** Of those, the ones for where; of one beside or below a title. */
export const regions = words(
  'europe emea apac uk us european northern southern eastern western central north south east west regional national global international',
);

/** What people lead or belong to. */
export const departments = words(
  `delivery operations procurement purchasing finance accounting accounts it ict is information technology technologies systems software
   hardware network networks infrastructure engineering quality assurance qa sales marketing legal compliance risk audit hr human
   resources people facilities facility estates logistics supply chain projects project programme programmes program programs portfolio
   product products platform data security cyber digital transformation strategy business development customer client services service
   support solutions research innovation health safety environment environmental sustainability communications corporate public affairs
   policy planning production manufacturing maintenance construction property energy transport rail highways aviation defence education
   learning training treasury tax investment investments pensions payroll contracts contract commercial technical general senior junior
   major minor deputy vice managing executive regional national global international group division department dept team unit office directorate
   board committee secretariat administration management managed site area country market key account central north south east west
   europe emea apac uk us european northern southern eastern western interim acting graduate lead scrum agile devops cloud ai ml web
   mobile design architecture analytics insights change release test testing validation acceptance implementation integration
   deployment enablement excellence content brand media events travel reception intern registered chartered certified non personal`,
  `einkauf vertrieb technik qualität qualitätsmanagement qualitätssicherung projekt projekte projektmanagement finanzen buchhaltung
   controlling personal personalwesen recht rechtsabteilung logistik betrieb entwicklung fertigung produktion instandhaltung bau hochbau
   tiefbau verwaltung abteilung bereich referat fachbereich stabsstelle team gruppe zentrale stellvertretender stellvertretende
   stellvertretend technischer technische technisches kaufmännischer kaufmännische informationstechnik infrastruktur organisation
   geotechnik informatik infrastructuur informatica verkeer openbare ruimte digitale digitaler digitales digitalisierung beschaffung vergabe service kundenservice innendienst außendienst amt dezernat sachgebiet zentraler`,
  `achats projet projets qualité finances financier financière technique informatique travaux ressources humaines juridique
   exploitation production maintenance logistique commercial commerciale général générale service direction département pôle systèmes
   information développement sécurité numérique bâtiment marchés publics moyens généraux études industriel industrielle opérations
   moa moe amo neuf neufs neuve neuves administratif administrative délégué déléguée principal senior`,
  `compras proyecto proyectos calidad finanzas financiero técnico técnica sistemas obras recursos humanos jurídico operaciones producción
   mantenimiento logística comercial general departamento área servicio dirección desarrollo seguridad contratación qualidade projeto
   projetos finanças sistemas obras recursos humanos jurídico operações produção manutenção geral departamento serviço direção
   acquisti progetto progetti qualità finanza tecnico tecnica sistemi lavori risorse umane legale produzione manutenzione logistica
   commerciale generale ufficio reparto servizio area sviluppo sicurezza gare delegato unico procedimento`,
  `inkoop verkoop project projecten kwaliteit financiën techniek juridische zaken personeel beheer bedrijfsvoering ontwikkeling dienst afdeling
   inköp försäljning projekt kvalitet ekonomi teknik juridik personal drift utveckling avdelning enhet indkøb salg kvalitet økonomi jura
   udvikling afdeling innkjøp økonomi avdeling utvikling hankinta myynti projekti laatu talous tekniikka osasto
   zakupów projektu projektów jakości finansów techniczny działu dział sprzedaży biuro biura wydziału nákup projektu kvality finanční
   technický oddělení odboru beszerzési projekt minőségügyi pénzügyi műszaki osztály satın alma proje kalite finans teknik
   główny główna έργου έργων פרויקט פרויקטים المشروع المشاريع закупок снабжения отдел проект закупки финансы качество развитие управление департамент технический коммерческий исполнительный генеральный главный ведущий
   старший производство строительство служба відділ проєкт якість технічний генеральний головний`,
);

/** What people are engineers, officers or clerks of, right before the word for that; elsewhere these are matters of a project. */
export const fields = words(
  `sr snr jr asst mitglied member membre miembro medlem bridge bridges rail railway road roads street tunnel tunnels track port ports harbour airport airports airline marine ship fleet vehicle
   vehicles parking transit traffic tram metro bus freight shipping customs warehouse trade import export water wastewater sewer drainage
   flood gas oil power grid substation nuclear wind hydrogen heat waste landfill building buildings façade facade fire lift roof mechanical
   electrical electronic civil structure structures steel concrete soil survey land estate housing homes landscape garden park parks heritage
   museum library archive archives record records document documents documentation knowledge school campus student hospital ward nurse nursing
   care clinic medicine pharmacy laboratory lab food farm forest animal police prison court army navy air space bid bids tender tenders proposal
   cost costs estimate estimates quantity work works budget cash credit debt fraud claim claims fund funds wealth asset assets equity revenue
   payment payments invoice invoices billing price pricing bank branch store shop retail category vendor vendors supplier suppliers partner
   partners alliance alliances channel brand web website front back end full stack backend frontend ux ui user users experience interface
   application applications app apps firmware kernel linux windows azure aws google oracle sap salesforce dynamics sharepoint java python
   database databases storage server servers internet wireless fibre radio satellite centre center desk helpdesk help first
   second line tier level site reliability incident incidents problem problems change configuration capacity availability continuity
   resilience emergency performance lean sigma scrum release build process processes plant factory assembly machine tool tools test tests
   acceptance commissioning handover milestone phase work package packages chapter delivery deliverables module workstream stream sprint
   stakeholder community youth family child children press speech election tax wage benefits reward talent workforce diversity ethics grant
   grants charity church volunteer office floor stage`,
);
