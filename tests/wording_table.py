"""Sentences for the wording rules: "+" must fire, "-" must stay silent; per rule and language. Written before the word lists.

Every third sentence of a list, from its first on, is held out: the lists were tuned without looking at how it
comes out. One hand wrote table and lists, so that says little; FRESH and what follows it, run once before any change, says more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """One sentence and what the rule must make of it."""

    rule: str
    language: str
    fires: bool
    text: str
    held_out: bool
    law: bool  # a "Triggers" or "Must not" example of shared/regulatory.md
    fresh: bool = False  # written after the lists, see FRESH


# What shared/regulatory.md itself names as triggers and as uses that must stay silent, word for word or as a sentence.
LAW = {
    "superlative": """
+ the most studied SI joint implant
+ first and only independent large-scale RCT
+ the gold standard
+ our superior implant
+ the #1 choice of surgeons
- Follow best practice
- first, patients are asked to walk
- best supportive care
- the best known of these
""",
    "absolute": """
+ eliminates SI joint pain
+ Stop Trigeminal Neuralgia
+ I was pain-free in a week!
+ 100% relief
+ no risk
+ guaranteed results
+ painless and instant
- No device relieves pain in every patient
- does not cure
- never reuse
- Not all patients experience the same outcomes
""",
    "safe": """
+ a safe, minimally invasive procedure
+ no side effects
+ risk-free
+ well tolerated
- See Important Safety Information
- safe use
- is it safe?
- safety information
""",
    "proven": """
+ clinically proven to relieve chronic pain
+ studies show
+ medical-grade
+ was shown to reduce pain
+ have demonstrated the safety of the implant
+ proof that it works: clinically shown
- In the study, pain was measured at 12 months
- Mean VAS fell from 79 to 25 at 24 months (single-arm, n=102)
""",
    "comparison": """
+ 62% greater reduction in symptoms
+ better pain relief
+ fewer complications
- more pain relief than lateral screws
- than non-surgical care in a randomised trial
- More than 100 published, peer-reviewed articles
- opioid use was lower at 12 months compared with baseline
""",
    "new": """
+ our new implant
+ the next-generation system
+ introducing the latest device
- new or worsening pain
- New York
- new onset of symptoms
""",
    "status": """
+ FDA approved
+ FDA registered
+ approved by the FDA
+ CE approved
+ FDA logo
- FDA 510(k) cleared (K000000) for sacroiliac joint fusion
- 21 CFR 807.97 says that registration does not make a device "FDA approved"
""",
}

OWN = {
    ("superlative", "en"): """
+ The world's most advanced fusion system
+ The best treatment for back pain
+ The leading implant for SI joint fusion
+ An unmatched record of relief
+ The only implant with a triangular shape
+ A revolutionary approach to pain relief
+ The safest way to treat your joint
+ Number one in patient satisfaction
+ A breakthrough in spine care
+ No other device relieves pain as well
+ State-of-the-art stabilization for your joint
+ World-class results in every clinic
+ The press fit minimizes micromotion
+ Its design is second to none
+ The strongest fixation available
- Your doctor will know what is best for you
- Infection is the leading cause of revision
- At best, a third of the patients improve
- The first patient was treated in 2009
- For prescription use only
- The first study was published in 2012
- Patients were seen first at six weeks
- It is not the best choice for everyone
- Back pain is the most common complaint in this age group
- Lead times vary by region
- In the best interest of the patient
- The superior articular process is removed
- The best-corrected visual acuity was 20/40
- Only your doctor can tell you if surgery is right for you
- Fusion at the highest level treated was rated by two readers
""",
    ("superlative", "de"): """
+ Die beste Behandlung bei Rückenschmerzen
+ Das führende Implantat für das Iliosakralgelenk
+ Weltweit einzigartig in seiner Wirkung
+ Die Nummer 1 bei Chirurgen
+ Das einzige Implantat mit dreieckigem Querschnitt
+ Eine revolutionäre Therapie gegen Schmerzen
+ Der Goldstandard der Fusion
- Ihr Arzt weiß am besten, was zu tun ist
- Die führende Ursache einer Revision ist die Infektion
- Nur zur einmaligen Verwendung
- Der erste Patient wurde 2009 behandelt
- Dies ist nicht die beste Wahl für jeden
- Die obere Wirbelsäule wurde geröntgt
- Bestehende Schmerzen wurden erfasst
""",
    ("superlative", "fr"): """
+ Le meilleur traitement de la douleur
+ L'implant leader pour l'articulation sacro-iliaque
+ Une efficacité inégalée
+ Le seul implant de forme triangulaire
+ Une technologie révolutionnaire
+ Le traitement le plus efficace contre la douleur
+ Numéro 1 des chirurgiens
- Votre médecin saura ce qui est le mieux pour vous
- Le premier patient a été opéré en 2009
- Ce n'est pas le meilleur choix pour tous
- L'infection est la première cause de révision
- Le plus souvent, la douleur diminue avec le temps
- Les meilleures pratiques sont décrites dans la notice
- Réservé aux seuls professionnels de santé
""",
    ("superlative", "es"): """
+ El mejor tratamiento para el dolor
+ El implante líder para la articulación sacroilíaca
+ Una eficacia sin igual
+ El único implante de forma triangular
+ Una tecnología revolucionaria
+ El tratamiento más eficaz contra el dolor
+ El número uno entre los cirujanos
- Su médico sabrá qué es lo mejor para usted
- El primer paciente fue operado en 2009
- No es la mejor opción para todos
- La infección es la principal causa de revisión
- Siga las mejores prácticas
- De un solo uso
- El más frecuente de los síntomas es el dolor
""",
    ("superlative", "it"): """
+ Il miglior trattamento per il dolore
+ L'impianto leader per l'articolazione sacroiliaca
+ Un'efficacia ineguagliata
+ L'unico impianto di forma triangolare
+ Una tecnologia rivoluzionaria
+ Il trattamento più efficace contro il dolore
+ Il numero uno tra i chirurghi
- Il medico saprà qual è la scelta migliore per lei
- Il primo paziente è stato operato nel 2009
- Non è la scelta migliore per tutti
- L'infezione è la principale causa di revisione
- Le migliori pratiche sono descritte nelle istruzioni
- Solo per uso professionale
- Il sintomo più comune è il dolore
""",
    ("absolute", "en"): """
+ The implant provides immediate stabilization
+ It always works
+ You will never feel pain again
+ Permanent relief from back pain
+ It completely removes the cause of pain
+ Works for every patient
+ A painless procedure
+ Cures back pain in one visit
+ Instant relief after one session
+ All patients improved after surgery
+ It was designed to fuse the joint and nothing else
+ A guaranteed return to work
+ Zero complications
+ Totally removes swelling
+ 100% effective
- Stop treatment immediately and call your doctor
- Always consult your doctor
- There is no cure for arthritis
- All patients gave written consent
- The device is a permanent implant
- Permanent nerve damage may occur
- Never disassemble the device
- It cannot eliminate pain in all patients
- Relief is not guaranteed
- You should always wear the brace as told
- Pain was recorded immediately before surgery
- 100% titanium
- The resin was light-cured for 20 seconds
- This may completely relieve symptoms in some people
- Seek immediate medical attention if you have chest pain
""",
    ("absolute", "de"): """
+ Garantiert schmerzfrei
+ Das Implantat heilt Rückenschmerzen
+ Sofortige Stabilisierung des Gelenks
+ Beseitigt den Schmerz vollständig
+ Es wirkt immer
+ Bei allen Patienten wirksam
+ Dauerhaft frei von Schmerzen
- Niemals wiederverwenden
- Brechen Sie die Behandlung sofort ab
- Es gibt keine Heilung für Arthrose
- Nicht alle Patienten erzielen dasselbe Ergebnis
- Alle Patienten gaben ihr schriftliches Einverständnis
- Eine Wirkung kann nicht garantiert werden
- Das Gerät heilt keine Krankheit
""",
    ("absolute", "fr"): """
+ Élimine la douleur
+ Soulagement immédiat du dos
+ Résultats garantis
+ Guérit le mal de dos
+ Efficace chez tous les patients
+ Un traitement totalement indolore
+ Fonctionne toujours
- Ne jamais réutiliser
- Ce dispositif ne guérit pas l'arthrose
- Tous les patients n'obtiennent pas les mêmes résultats
- Consultez toujours votre médecin
- Arrêtez immédiatement le traitement et appelez votre médecin
- Tous les patients ont signé un consentement
- Les résultats ne sont pas garantis
""",
    ("absolute", "es"): """
+ Elimina el dolor
+ Alivio inmediato de la espalda
+ Resultados garantizados
+ Cura el dolor de espalda
+ Eficaz en todos los pacientes
+ Un procedimiento totalmente indoloro
+ Siempre funciona
- No reutilizar nunca
- Este producto no cura la artrosis
- No todos los pacientes obtienen los mismos resultados
- Consulte siempre a su médico
- Suspenda inmediatamente el tratamiento
- Todos los pacientes firmaron el consentimiento
- Los resultados no están garantizados
""",
    ("absolute", "it"): """
+ Elimina il dolore
+ Sollievo immediato dal mal di schiena
+ Risultati garantiti
+ Guarisce il mal di schiena
+ Efficace in tutti i pazienti
+ Una procedura completamente indolore
+ Funziona sempre
- Non riutilizzare mai
- Questo prodotto non cura l'artrosi
- Non tutti i pazienti ottengono gli stessi risultati
- Consultare sempre il medico
- Interrompere immediatamente il trattamento
- Tutti i pazienti hanno firmato il consenso
- I risultati non sono garantiti
""",
    ("safe", "en"): """
+ The procedure is safe and effective
+ Safe for everyone
+ A harmless treatment
+ It works without side effects
+ Safely relieves pain
+ No adverse events
+ Non-toxic and gentle
+ Proven safe in thousands of patients
+ There are no known side effects
+ A safer choice for your patients
- Safety and effectiveness have not been established in children
- Dispose of needles safely
- The implant is MR safe
- The device is not safe in the MRI suite
- Keep it in a safe place
- Safe handling of sharps
- It is not known if the drug is safe in children
- Side effects include headache and nausea
- Read all safety warnings
- Is this treatment safe for me?
""",
    ("safe", "de"): """
+ Ein sicheres Verfahren
+ Sicher und wirksam
+ Ohne Nebenwirkungen
+ Gut verträglich
+ Völlig ungefährlich
+ Keine Nebenwirkungen
- Hinweise zur Sicherheit
- Entsorgen Sie die Nadeln sicher
- Es ist nicht bekannt, ob das Gerät für Kinder sicher ist
- Mögliche Nebenwirkungen sind Kopfschmerzen
- Das Implantat ist bedingt MR-sicher
- Ist die Behandlung sicher?
""",
    ("safe", "fr"): """
+ Une procédure sûre et efficace
+ Sans effets secondaires
+ Bien toléré
+ Un traitement sans danger
+ Aucun effet indésirable
+ Totalement inoffensif
- Informations de sécurité
- Éliminez les aiguilles en toute sécurité
- On ignore si le produit est sûr chez l'enfant
- Les effets secondaires comprennent des maux de tête
- Ce traitement est-il sûr ?
- Conserver en lieu sûr
""",
    ("safe", "es"): """
+ Un procedimiento seguro y eficaz
+ Sin efectos secundarios
+ Bien tolerado
+ Un tratamiento sin riesgos
+ Ningún efecto adverso
+ Totalmente inofensivo
- Información de seguridad
- Deseche las agujas de forma segura
- No se sabe si el producto es seguro en niños
- Los efectos secundarios incluyen dolor de cabeza
- ¿Es seguro este tratamiento?
- Guardar en un lugar seguro
""",
    ("safe", "it"): """
+ Una procedura sicura ed efficace
+ Senza effetti collaterali
+ Ben tollerato
+ Un trattamento privo di rischi
+ Nessun effetto avverso
+ Del tutto innocuo
- Informazioni sulla sicurezza
- Smaltire gli aghi in modo sicuro
- Non è noto se il prodotto sia sicuro nei bambini
- Gli effetti collaterali comprendono mal di testa
- Questo trattamento è sicuro?
- Conservare in un luogo sicuro
""",
    ("proven", "en"): """
+ Proven relief for your back
+ Clinically tested technology
+ Research confirms that it works
+ Backed by science
+ Multiple clinical studies have shown that treatment improved pain
+ The implant has been proven to reduce pain
+ Scientifically proven results
+ Trials demonstrate lasting benefit
+ Doctor recommended
+ An evidence-based solution
+ Clinically validated relief
+ The system was demonstrated to improve function
- It has not been clinically proven
- Studies are under way
- The trial enrolled 148 patients
- No study has shown that it cures arthritis
- Show this card to your doctor
- The screen shows the time left
- Studies were searched in three databases
- The trial did not demonstrate a difference
- A demonstration of the device can be booked
- Ask what the research says about your condition
- In patients with proven infection, the implant is contraindicated
- The figure shows the position of the implant
""",
    ("proven", "de"): """
+ Klinisch bewiesene Wirkung
+ Studien zeigen, dass es wirkt
+ Wissenschaftlich belegt
+ Nachweislich wirksam
+ Die Wirkung wurde in Studien nachgewiesen
+ Von Ärzten empfohlen
- Die Wirkung ist nicht klinisch bewiesen
- Das Display zeigt die Restzeit
- Die Studie umfasste 148 Patienten
- Studien laufen derzeit
- Bei nachgewiesener Infektion darf das Implantat nicht verwendet werden
- Die Studie konnte keinen Unterschied nachweisen
""",
    ("proven", "fr"): """
+ Efficacité cliniquement prouvée
+ Des études montrent que le traitement soulage
+ Scientifiquement démontré
+ Recommandé par les médecins
+ Il a été démontré que l'implant réduit la douleur
+ Testé cliniquement
- L'efficacité n'est pas cliniquement prouvée
- L'écran montre le temps restant
- L'étude a inclus 148 patients
- Des études sont en cours
- L'étude n'a pas montré de différence
- En cas d'infection prouvée, ne pas implanter
""",
    ("proven", "es"): """
+ Eficacia clínicamente probada
+ Los estudios demuestran que alivia el dolor
+ Científicamente demostrado
+ Recomendado por médicos
+ Se ha demostrado que el implante reduce el dolor
+ Clínicamente testado
- La eficacia no está clínicamente probada
- La pantalla muestra el tiempo restante
- El estudio incluyó a 148 pacientes
- Los estudios están en curso
- El estudio no demostró diferencias
- En caso de infección probada no se debe implantar
""",
    ("proven", "it"): """
+ Efficacia clinicamente provata
+ Gli studi dimostrano che allevia il dolore
+ Scientificamente dimostrato
+ Raccomandato dai medici
+ È stato dimostrato che l'impianto riduce il dolore
+ Clinicamente testato
- L'efficacia non è clinicamente provata
- Lo schermo mostra il tempo residuo
- Lo studio ha incluso 148 pazienti
- Gli studi sono in corso
- Lo studio non ha dimostrato differenze
- In caso di infezione provata non impiantare
""",
    ("comparison", "en"): """
+ Faster recovery after surgery
+ Lower infection risk for your patients
+ Less pain and quicker return to work
+ Superior pain relief
+ Shorter recovery with our approach
+ Better outcomes for patients
+ More effective relief
+ Longer-lasting pain relief
+ Improved function with fewer revisions
+ Higher patient satisfaction
- Faster recovery than open surgery
- Pain was lower at 12 months than at baseline
- Fewer opioids were taken, down from 68% to 48% of patients
- Less invasive than traditional surgery
- Learn more about pain
- No more than 5 patients had a revision
- Patients may feel less pain
- Infection rates were higher in smokers than in others
- Lower back pain is common
- Pain scores were lower versus placebo
- The higher the dose, the higher the risk of complications
- Patients were followed for longer than two years after fusion
""",
    ("comparison", "de"): """
+ Schnellere Genesung nach der Operation
+ Weniger Schmerzen und mehr Beweglichkeit
+ Bessere Ergebnisse für Patienten
+ Höhere Patientenzufriedenheit
+ Geringeres Infektionsrisiko
+ Überlegene Schmerzlinderung
- Schnellere Genesung als bei offener Operation
- Die Schmerzen waren nach 12 Monaten geringer als zu Beginn
- Erfahren Sie mehr über Schmerzen
- Mehr als 100 Studien zu Schmerzen
- Im Vergleich zu Placebo traten weniger Schmerzen auf
- Patienten haben möglicherweise weniger Schmerzen
""",
    ("comparison", "fr"): """
+ Une récupération plus rapide après l'opération
+ Moins de douleur et plus de mobilité
+ De meilleurs résultats pour les patients
+ Une satisfaction plus élevée
+ Un risque d'infection plus faible
+ Un soulagement supérieur de la douleur
- Une récupération plus rapide que la chirurgie ouverte
- En savoir plus sur la douleur
- Plus de 100 études sur la douleur
- Moins de douleur par rapport au placebo
- Les patients peuvent ressentir moins de douleur
- La douleur était plus faible à 12 mois qu'au départ
""",
    ("comparison", "es"): """
+ Una recuperación más rápida tras la cirugía
+ Menos dolor y más movilidad
+ Mejores resultados para los pacientes
+ Mayor satisfacción de los pacientes
+ Menor riesgo de infección
+ Un alivio superior del dolor
- Una recuperación más rápida que la cirugía abierta
- Más información sobre el dolor
- Más de 100 estudios sobre el dolor
- Menos dolor en comparación con placebo
- Los pacientes pueden sentir menos dolor
- El dolor fue menor a los 12 meses que al inicio
""",
    ("comparison", "it"): """
+ Un recupero più rapido dopo l'intervento
+ Meno dolore e più mobilità
+ Risultati migliori per i pazienti
+ Maggiore soddisfazione dei pazienti
+ Minor rischio di infezione
+ Un sollievo superiore dal dolore
- Un recupero più rapido rispetto alla chirurgia aperta
- Scopri di più sul dolore
- Più di 100 studi sul dolore
- Meno dolore rispetto al placebo
- I pazienti possono sentire meno dolore
- Il dolore era minore a 12 mesi che all'inizio
""",
    ("new", "en"): """
+ A novel approach to fusion
+ Discover our newest implant
+ The latest technology for your joint
+ Just launched: the triangular implant
+ Introducing the next step in spine care
+ A new treatment for back pain
+ Recently approved therapy
- New patients are welcome
- Newly diagnosed patients were excluded
- Tell your doctor about any new symptoms
- No new fractures were seen
- New Zealand
- At the latest follow-up, pain was 25 points
- A new bone bridge was seen on CT
""",
    ("new", "de"): """
+ Unser neues Implantat
+ Die neueste Technologie
+ Eine neuartige Therapie
+ Jetzt neu: das Dreiecksimplantat
+ Das Implantat der nächsten Generation
- Neue Beschwerden sollten gemeldet werden
- Es traten keine neuen Frakturen auf
- Neu diagnostizierte Patienten wurden ausgeschlossen
- Neuseeland
- Neu aufgetretene Schmerzen
""",
    ("new", "fr"): """
+ Notre nouvel implant
+ La toute dernière technologie
+ Un traitement innovant et nouveau
+ Nouveau : l'implant triangulaire
+ L'implant de nouvelle génération
- Signalez tout nouveau symptôme
- De nouvelles douleurs peuvent apparaître
- Nouvelle-Zélande
- Les patients nouvellement diagnostiqués étaient exclus
- De nouveau, la douleur a diminué
""",
    ("new", "es"): """
+ Nuestro nuevo implante
+ La última tecnología
+ Un tratamiento novedoso
+ Nuevo: el implante triangular
+ El implante de nueva generación
- Informe de cualquier síntoma nuevo
- Pueden aparecer nuevos dolores
- Nueva York
- Los pacientes recién diagnosticados fueron excluidos
- De nuevo, el dolor disminuyó
""",
    ("new", "it"): """
+ Il nostro nuovo impianto
+ L'ultima tecnologia
+ Un trattamento innovativo
+ Novità: l'impianto triangolare
+ L'impianto di nuova generazione
- Segnali al medico ogni nuovo sintomo
- Possono comparire nuovi dolori
- Nuova York
- I pazienti di nuova diagnosi sono stati esclusi
- Di nuovo, il dolore è diminuito
""",
    ("status", "en"): """
+ An FDA-approved implant
+ Our FDA registered facility makes it
+ Certified by the U.S. FDA
+ FDA-authorized technology
+ Recommended by the FDA
+ It has FDA approval
+ CE-certified device
+ FDA-listed device
- This device has not been approved by the FDA
- FDA cleared for sacroiliac joint dysfunction
- These statements have not been evaluated by the FDA
- Is it FDA approved?
- The device is 510(k) cleared
- The investigator reported the event to the FDA
- Not FDA approved for use in children
- The CE mark is on the label
""",
    ("status", "de"): """
+ FDA-zugelassenes Implantat
+ Von der FDA zugelassen
+ CE-zertifiziert und geprüft
+ Mit FDA-Zulassung
- Nicht von der FDA zugelassen
- Das Produkt trägt das CE-Zeichen
- Ist es von der FDA zugelassen?
- Das Ereignis wurde der FDA gemeldet
""",
    ("status", "fr"): """
+ Implant approuvé par la FDA
+ Homologué par la FDA
+ Produit certifié CE
+ Avec l'approbation de la FDA
- Non approuvé par la FDA
- Le produit porte le marquage CE
- Est-il approuvé par la FDA ?
- L'événement a été signalé à la FDA
""",
    ("status", "es"): """
+ Implante aprobado por la FDA
+ Certificado por la FDA
+ Producto con certificación CE
+ Con la aprobación de la FDA
- No aprobado por la FDA
- El producto lleva el marcado CE
- ¿Está aprobado por la FDA?
- El evento se notificó a la FDA
""",
    ("status", "it"): """
+ Impianto approvato dalla FDA
+ Certificato dalla FDA
+ Prodotto certificato CE
+ Con l'approvazione della FDA
- Non approvato dalla FDA
- Il prodotto reca la marcatura CE
- È approvato dalla FDA?
- L'evento è stato segnalato alla FDA
""",
}  # fmt: skip


# Written after the lists stood, and run once before anything was changed for them: FRESH came out with precision .87 and recall .95,
# FRESHER, after the lists had learnt from FRESH, with .87 and 1.00, FRESHEST, after both, with .86 and 1.00. Their plain sentences are harder than what a page states.
FRESH = {
    ("superlative", "en"): """
+ Experience the ultimate in comfort and support
+ We are the market leader in spinal fusion
+ The fastest-growing choice of spine surgeons
+ Nothing relieves joint pain better
+ It offers unrivaled stability for the sacroiliac joint
+ America's most trusted name in joint care
+ A game-changing option for people with back pain
- Ask which size fits best
- The best time to call is in the morning
- Patients did best when they began therapy early
- Heart disease is a leading cause of death in the region
- The first implant was placed on the left side
""",
    ("superlative", "de"): """
+ Unser Implantat ist die sicherste Lösung auf dem Markt
+ Das modernste Verfahren der Schmerztherapie
- Am besten sprechen Sie mit Ihrem Arzt
- Die ersten Schritte sind am Tag danach möglich
""",
    ("superlative", "fr"): """
+ La solution la plus avancée du marché
- Le premier rendez-vous a lieu après six semaines
""",
    ("superlative", "es"): """
+ La solución más avanzada del mercado
- La primera visita es a las seis semanas
""",
    ("superlative", "it"): """
+ La soluzione più avanzata sul mercato
- La prima visita è dopo sei settimane
""",
    ("absolute", "en"): """
+ Say goodbye to back pain forever
+ You'll be back to work in no time, guaranteed
+ It works every time
+ Get rid of your pain for good and eliminate medication
+ Patients wake up with no pain
+ Complete relief from the very first day
- Always tell your surgeon about allergies
- Never lift heavy loads in the first weeks
- The wound must be kept completely dry
- Results are never the same for two people
- No patient was completely free of pain
- In case of fever, contact your doctor immediately
""",
    ("absolute", "de"): """
+ Nie wieder Rückenschmerzen
+ Das Verfahren ist völlig schmerzfrei
- Bei Fieber rufen Sie sofort Ihren Arzt an
- Nicht jeder Patient wird schmerzfrei
""",
    ("absolute", "fr"): """
+ Un soulagement total et immédiat
- En cas de fièvre, appelez immédiatement votre médecin
""",
    ("absolute", "es"): """
+ Olvídese del dolor para siempre
- En caso de fiebre, llame inmediatamente a su médico
""",
    ("absolute", "it"): """
+ Dimentica il dolore per sempre
- In caso di febbre, chiami immediatamente il medico
""",
    ("safe", "en"): """
+ It is a safe way to treat your back
+ Completely drug-free and without any side effects
+ Safe, simple and effective
+ Our therapy carries no risk of side effects and no adverse effects
- For your safety, read the leaflet
- Store the device safely out of the reach of children
- It may not be safe for people with a pacemaker
- The safety of the device was studied in 102 patients
- Adverse events were seen in 12 of 102 patients
""",
    ("safe", "de"): """
+ Eine sichere Alternative zur Operation
+ Die Behandlung ist nebenwirkungsfrei
- Zur Sicherheit wird die Lage im Röntgenbild geprüft
- Es kann nicht ausgeschlossen werden, dass Nebenwirkungen auftreten
""",
    ("safe", "fr"): """
+ Une solution sûre pour votre dos
- Pour votre sécurité, lisez la notice
""",
    ("safe", "es"): """
+ Una solución segura para su espalda
- Por su seguridad, lea el prospecto
""",
    ("safe", "it"): """
+ Una soluzione sicura per la schiena
- Per la sua sicurezza, legga il foglio illustrativo
""",
    ("proven", "en"): """
+ With proven results in thousands of patients
+ Its effectiveness has been established in clinical studies
+ Clinical evidence confirms lasting relief
+ It has been shown in three trials to lower pain
+ Science-backed relief you can trust
+ A clinically validated approach
- The trial will show whether it works
- Show your card at the desk
- There is no evidence that it prevents falls
- Results of the study are expected next year
- The study was established in 2012 and enrolled 300 adults
""",
    ("proven", "de"): """
+ Zahlreiche Studien belegen die Wirksamkeit
- Eine Studie prüft derzeit, ob die Behandlung hilft
""",
    ("proven", "fr"): """
+ Son efficacité a été démontrée dans plusieurs études
- Une étude est en cours pour évaluer le traitement
""",
    ("proven", "es"): """
+ Su eficacia ha sido demostrada en varios estudios
- Un estudio está evaluando el tratamiento
""",
    ("proven", "it"): """
+ La sua efficacia è stata dimostrata in diversi studi
- Uno studio sta valutando il trattamento
""",
    ("comparison", "en"): """
+ Enjoy a quicker recovery and greater mobility
+ Fewer complications, better function
+ Patients report higher satisfaction
+ Smaller incisions mean less pain
- Recovery is faster than after open surgery
- Pain scores fell to lower values than before surgery
- Find out more about recovery
- You may recover sooner
- More than half of the patients reported pain relief
- Patients with higher pain scores before surgery were excluded
""",
    ("comparison", "de"): """
+ Kürzere Genesung und geringeres Risiko
- Mehr zum Thema Schmerzen lesen Sie hier
""",
    ("comparison", "fr"): """
+ Moins de complications et une meilleure mobilité
- La récupération est plus rapide qu'après une chirurgie ouverte
""",
    ("comparison", "es"): """
+ Menos complicaciones y mejor movilidad
- La recuperación es más rápida que tras la cirugía abierta
""",
    ("comparison", "it"): """
+ Meno complicanze e migliore mobilità
- Il recupero è più rapido che dopo la chirurgia aperta
""",
    ("new", "en"): """
+ Meet the new generation of implants
+ Our latest innovation for your joints
+ A brand-new way to treat pain
- The new clinic opens in May
- Start a new life without a cane
- At the latest visit, the bone had healed
- New patients can book online
""",
    ("new", "de"): """
+ Das neue Implantat ist da
- Vereinbaren Sie einen neuen Termin
""",
    ("new", "fr"): """
+ Découvrez notre nouveau traitement
- Prenez un nouveau rendez-vous
""",
    ("new", "es"): """
+ Descubra nuestro nuevo tratamiento
- Pida una nueva cita
""",
    ("new", "it"): """
+ Scopri il nostro nuovo trattamento
- Prenda un nuovo appuntamento
""",
    ("status", "en"): """
+ Approved by the US Food and Drug Administration
+ Our device is FDA Approved and Registered
+ Now with FDA approval
- The device is cleared by the FDA for fusion of the SI joint
- It is not approved by the FDA for this use
- You can report side effects to the FDA
""",
    ("status", "de"): """
+ Das Gerät ist von der FDA genehmigt
- Das Gerät ist nicht von der FDA genehmigt
""",
    ("status", "fr"): """
+ Le dispositif est homologué par la FDA
- Le dispositif n'est pas homologué par la FDA
""",
    ("status", "es"): """
+ El dispositivo está aprobado por la FDA
- El dispositivo no está aprobado por la FDA
""",
    ("status", "it"): """
+ Il dispositivo è stato approvato dalla FDA
- Il dispositivo non è stato approvato dalla FDA
""",
}  # fmt: skip

FRESHER = {
    ("superlative", "en"): """
+ The highest quality implant money can buy
+ Trusted worldwide as the best in joint fusion
+ A superior solution for your spine
+ The only implant with a porous surface
- Which treatment works best depends on the cause
- Surgeons met at a leading hotel in the city
- Only two of the patients had a revision
- The lowest pain score was recorded in the morning
""",
    ("absolute", "en"): """
+ You will walk without pain, always
+ Our implant permanently stabilizes the joint
+ A total cure for joint pain: it eliminates the source
+ Every patient goes home the same day
- A permanent record of the visit is kept
- Please keep the incision completely clean
- Surgery is not always needed
- We cannot guarantee a result
- There is no risk score for this group
""",
    ("safe", "en"): """
+ Safe for all ages
+ A harmless procedure with no known side effects
+ It was well tolerated
- Ask your doctor if the device is safe for you
- It is not safe to drive after sedation
- The safest dose is not known
""",
    ("proven", "en"): """
+ Clinically tested by leading surgeons
+ Data from 12 studies show that it reduces pain
+ A proven way back to an active life
- Studies have not shown a benefit in smokers
- We will show you how to use the device
- The evidence is limited to two small studies
- Evidence of infection should be reported
""",
    ("comparison", "en"): """
+ Greater relief and faster healing for your patients
+ A lower risk of revision
+ More mobility, less pain
- Pain was worse at night than in the morning
- Less than 2% of patients had an infection
- The risk is higher in smokers compared with others
- Call us to learn more about pain relief
""",
    ("new", "en"): """
+ A new implant for the sacroiliac joint
+ Novel technology for bone fusion
- If you have new pain, call the clinic
- No new lesions were found
- New findings were presented in Chicago
""",
    ("status", "en"): """
+ This FDA-registered device relieves pain
+ Endorsed by the FDA
- FDA 510(k) clearance K151718 covers fusion of the joint
- It has not received FDA approval
""",
    ("superlative", "de"): """
+ Das beste Implantat seiner Klasse
- Die besten Zeiten für einen Besuch sind morgens
""",
    ("absolute", "de"): """
+ Befreit Sie für immer von Schmerzen
- Die Wunde muss vollständig trocken sein
""",
    ("safe", "de"): """
+ Sanft, sicher und wirksam
- Bewahren Sie das Gerät sicher auf
""",
    ("proven", "de"): """
+ Die Wirksamkeit ist wissenschaftlich erwiesen
- Es ist nicht erwiesen, dass es hilft
""",
    ("comparison", "de"): """
+ Weniger Komplikationen, schnellere Erholung
- Raucher haben ein höheres Risiko als andere
""",
    ("superlative", "fr"): """
+ Le meilleur implant du marché
- Le meilleur moment pour appeler est le matin
""",
    ("absolute", "fr"): """
+ Il supprime toute douleur et guérit le dos
- Il n'existe aucun traitement qui guérit cette maladie
""",
    ("safe", "fr"): """
+ Sûr et efficace
- Demandez à votre médecin si ce traitement est sûr pour vous
""",
    ("proven", "fr"): """
+ Les essais cliniques confirment son efficacité
- Nous vous montrons comment l'utiliser
""",
    ("comparison", "fr"): """
+ Plus de mobilité, moins de douleur
- Le risque est plus élevé chez les fumeurs que chez les autres
""",
    ("superlative", "es"): """
+ El mejor implante del mercado
- El mejor momento para llamar es la mañana
""",
    ("absolute", "es"): """
+ Elimina para siempre el dolor
- No existe un tratamiento que cure esta enfermedad
""",
    ("safe", "es"): """
+ Seguro y eficaz
- Pregunte a su médico si este tratamiento es seguro para usted
""",
    ("proven", "es"): """
+ Los ensayos clínicos confirman su eficacia
- Le mostramos cómo usarlo
""",
    ("comparison", "es"): """
+ Más movilidad, menos dolor
- El riesgo es mayor en fumadores que en otros
""",
    ("superlative", "it"): """
+ Il miglior impianto sul mercato
- Il momento migliore per chiamare è la mattina
""",
    ("absolute", "it"): """
+ Elimina per sempre il dolore
- Non esiste un trattamento che guarisca questa malattia
""",
    ("safe", "it"): """
+ Sicuro ed efficace
- Chieda al medico se questo trattamento è sicuro per lei
""",
    ("proven", "it"): """
+ Gli studi clinici confermano la sua efficacia
- Le mostriamo come usarlo
""",
    ("comparison", "it"): """
+ Più mobilità, meno dolore
- Il rischio è maggiore nei fumatori che negli altri
""",
}  # fmt: skip

FRESHEST = {
    ("superlative", "en"): """
+ Recognized as the gold standard in joint fixation
+ An unparalleled level of comfort
+ Our most advanced device yet
- Swelling is most noticeable in the first week
- Ultimately, the decision is yours
- Only take what your doctor prescribed
""",
    ("absolute", "en"): """
+ Instantly relieves aching joints
+ Relief is guaranteed
+ Stops pain at its source
- Most patients did not need opioids
- Healing takes time and is never rushed by the team
- Every patient should be assessed
- Avoid all patients with active infection
""",
    ("safe", "en"): """
+ Gentle, safe relief for the whole family
+ Non-toxic materials, zero worries
- Safety data are on file
- Keep the safety pin closed
""",
    ("proven", "en"): """
+ Research shows that it helps
+ A medical-grade solution for your home
- No trial has shown that one size fits all
- Show proof of insurance at admission
""",
    ("comparison", "en"): """
+ Stronger fixation and better function
+ Superior outcomes
- The pain was greater in winter than in summer
- Shorter patients need a smaller implant
""",
    ("new", "en"): """
+ Introducing a simpler way to relieve pain
- New to our clinic? Fill in the form
- Renew your prescription
""",
    ("absolute", "de"): """
+ Heilt Gelenkschmerzen garantiert
- Rufen Sie bei Atemnot sofort den Notarzt
""",
    ("superlative", "fr"): """
+ Une efficacité sans pareil
- La première consultation dure une heure
""",
    ("safe", "es"): """
+ Un método inofensivo
- El seguro médico cubre la visita
""",
    ("proven", "it"): """
+ La ricerca conferma i benefici
- La ricerca dei sintomi richiede tempo
""",
    ("comparison", "de"): """
+ Höhere Zufriedenheit, geringeres Risiko
- Je höher das Alter, desto höher das Risiko
""",
    ("new", "fr"): """
+ Une nouvelle génération d'implants
- Une nouvelle fois, merci
""",
}  # fmt: skip


def rows() -> Iterator[Row]:
    """Every sentence of both tables."""
    for rule, typed in LAW.items():
        for line in typed.strip().splitlines():
            yield Row(rule, "en", line[0] == "+", line[2:], False, True)
    for (rule, language), typed in OWN.items():
        for at, line in enumerate(typed.strip().splitlines()):
            yield Row(rule, language, line[0] == "+", line[2:], at % 3 == 0, False)
    for (rule, language), typed in (*FRESH.items(), *FRESHER.items(), *FRESHEST.items()):
        for line in typed.strip().splitlines():
            yield Row(rule, language, line[0] == "+", line[2:], False, False, True)
