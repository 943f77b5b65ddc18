"""Case scenarios in French about deliveries: trucks, dates, stairs, addresses. The format is told in ``script``."""

SCENARIOS = """
== truck-did-not-come
products: sofa wardrobe bed sideboard
holder: service
severity: high
let slot: 8 h et 12 h // 13 h et 18 h // 7 h et 13 h
let why: panne sur la rocade // tournée trop chargée // absence d'un équipier
title: {Produit} : le camion n'est pas passé // Personne n'est venu livrer {le_produit} // Livraison manquée, {produit}
happened: {Produit} à livrer à {city} entre {slot}. Journée posée pour attendre. Personne, ni camion ni appel.
  // Attente toute la matinée à {city} pour {le_produit}. À la fin du créneau, un SMS a dit « reporté », sans date.
wanted: Une nouvelle date ferme, et quelqu'un qui appelle si elle bouge. // Un créneau court, choisi ensemble, et le nom du chauffeur.
tried: Deux appels au transporteur, renvoi vers le magasin. // Un appel au magasin, un autre au transporteur : chacun renvoie vers l'autre.
refused: Reprendre une journée entière de congé. // Attendre encore sans heure précise.
constraints: Travaille loin, prévenir au moins deux jours avant. // Disponible après 16 h, ou le lundi toute la journée.
---
+65 service takes
+15 service: J'ai eu {client} au téléphone, {il} est calme mais lass{e}. J'ai tout noté dans l'histoire, personne n'a besoin de
  redemander. // Appel de {client} à l'instant. Deux contacts déjà, aucune réponse. Je prends, et je promets une nouvelle avant ce soir.
+8 > seller: Je me souviens très bien de la vente : le créneau est écrit sur le bon, il n'y a pas d'ambiguïté. // Vu. Le bon de
  commande {order} porte bien « entre {slot} », c'est moi qui l'ai rempli.
+20 service@partner: Bonjour, {le_produit} pour {city}, bon {order} : pouvez-vous nous dire ce qui s'est passé et ce que vous pouvez
  proposer ? // Bonjour, la livraison {order} à {city} n'a pas eu lieu. Quelle est la prochaine place réelle dans vos tournées ?
+4 service status waiting_partner
+75 carrier@partner: Nous n'avons pas pu passer : {why}. Place possible {day+3} entre 8 h et 10 h, je la bloque jusqu'à demain midi.
  // Toutes nos excuses, {why}. Je peux mettre {day+3} en premier point de tournée, avant 10 h.
+18 service: {Day+3} avant 10 h, cela va avec ses contraintes. J'appelle. // La place de {day+3} me paraît bonne, je ne réponds rien au
  transporteur avant d'avoir parlé {au_client}.
+30 service@customer: {Bonjour}, nous sommes désolés pour cette journée perdue. {Le_produit} arrive {day+3} entre 8 h et 10 h. Je reste
  votre interlocuteur et je vous appelle la veille. // {Bonjour}, voici la date que nous avons obtenue : {day+3}, premier passage de la
  tournée, avant 10 h. Si quelque chose bouge, c'est moi qui vous appelle.
+3 service status in_hand
2d 16:20 service: Appel de la veille fait : {il} confirme pour demain, code de l'immeuble donné au transporteur. // Rappel fait. {Il}
  attend le camion demain avant 10 h, rien d'autre à prévoir.
3d 10:15 carrier@partner: Livré à 9 h 20, emballages repris, bon signé. // Livré et installé dans la pièce, parti à 9 h 45.
+40 service@customer: {Bonjour}, le chauffeur nous dit que tout est en place. Merci de votre patience, je ferme le dossier dans
  quelques jours si tout va bien. // {Bonjour}, est-ce que tout est comme vous le vouliez ? Un mot suffit, sinon je vous laisse tranquille.
+5 service status solved
6d 11:00 service status closed

== date-moved-silently
products: wardrobe bed table dresser
severity: high
let where: dans le vieux système // sur un planning papier // dans un tableur que nous ne voyons pas
title: Date changée sans prévenir, {produit} // {Produit} : le transporteur a bougé la date // Nouvelle date apprise par SMS
happened: Livraison {du_produit} convenue en magasin pour {day+4}. Ce matin, un SMS automatique annonce {day+9}, sans un mot d'explication.
  // Un SMS a remplacé {day+4} par {day+9} pour {le_produit}. Personne n'a demandé si cela convenait.
wanted: Garder {day+4}, ou une date avant la fin de la semaine. // Comprendre qui décide des dates, et retrouver celle du bon.
tried: A répondu au SMS : le numéro ne reçoit pas les réponses. // A rappelé le numéro du SMS : surtaxé, onze minutes d'attente.
refused: Appeler encore un numéro surtaxé. // Que la date change une deuxième fois.
constraints: L'ancien meuble est déjà parti : la famille dort par terre. // Un voisin prête ses bras, seulement {day+4}.
opens: service
---
+9 service: {client} n'a pas crié, {il} a demandé « qui chez vous sait où est mon meuble ? ». J'aimerais une vraie réponse.
  // Le bon dit {day+4}, le SMS dit {day+9}. Nous avons appris le changement par {client}, pas l'inverse.
+14 > logistics: La date a été changée {where}. Je regarde avec le quai ce qui reste possible. // Nous n'avons rien reçu non plus. Je
  demande au transporteur avant 11 h.
+10 service passes logistics
+25 logistics@partner: Bonjour {carrier}, {order} à {city} est passé au {day+9} chez vous sans accord. Qu'est-ce qui empêche {day+4} ?
  // {carrier}, pour {order} : la date du bon et la vôtre ne sont plus les mêmes. Peux-tu rétablir {day+4} ?
+6 logistics status waiting_partner
+95 carrier@partner: La tournée {day+4} était pleine, l'outil a décalé tout seul. Je peux reprendre {day+4} l'après-midi, 14 h à 18 h.
  // Erreur de notre côté : le point a été glissé au lot suivant. Je le remets {day+4}, après-midi.
+12 > logistics: Merci. {day+4} 14 h à 18 h, nous confirmons dès que {client} dit oui. // Parfait, je te confirme dans l'heure.
+20 logistics: {service}, peux-tu appeler ? Proposition : {day+4}, 14 h à 18 h. Voisin ou pas, il faut lui demander. // Proposition
  ferme du quai : {day+4} après-midi. Je préfère que {service} appelle, la voix est connue.
+28 > service: C'est fait, {il} accepte et remercie d'avoir été rappel{e}. // Accepté. Premier « merci » du dossier.
+6 service@customer: {Bonjour}, comme convenu au téléphone : {le_produit} arrive {day+4} entre 14 h et 18 h. L'ancien SMS ne compte plus.
  // {Bonjour}, nous avons rétabli votre date : {day+4}, entre 14 h et 18 h. Elle ne bougera pas sans un appel de ma part.
+4 logistics status in_hand
4d 17:10 logistics: Livré à 16 h 40, le transporteur a confirmé par téléphone. // Livré. Je note pour la revue du mois : date changée {where}.
+15 logistics status solved
7d 09:30 logistics status closed

== stairs-too-narrow
products: sofa wardrobe sideboard shelves
severity: normal
let width: 74 cm // 78 cm // 81 cm
let floor: deuxième // troisième // quatrième
title: L'escalier est trop étroit, {produit} // {Produit} : ça ne passe pas // Accès difficile à {city}
happened: Les livreurs sont repartis avec {le_produit} : l'escalier fait {width} au tournant du {floor} étage. Le passage n'avait pas été
  mesuré. // {Produit} refusé{p} par l'escalier au {floor} étage. Largeur utile {width}. Retour au quai.
wanted: Que le meuble entre, par la fenêtre s'il le faut. // Une solution qui n'oblige pas à changer de modèle.
tried: Les livreurs ont essayé debout, puis à plat. // Un voisin menuisier a proposé de démonter la rampe.
refused: Payer un deuxième passage. // Un avoir : le meuble est choisi, mesuré, aimé.
constraints: Rue en sens unique, stationnement sur demande à la mairie. // Syndic à prévenir pour la façade.
---
+10 seller: Je reprends mes notes de vente : la hauteur sous plafond y est, pas l'escalier. La question manque dans notre fiche.
  // L'escalier n'a pas été demandé à la vente. Je le dis ici pour qu'on ne le reproche pas {au_client}.
+25 > workshop: Démontable aux deux tiers. En pièces, il faut 70 cm, donc ça passe. Compter une heure de remontage sur place.
  // Le fond se dévisse et les côtés aussi. Je peux venir avec eux, une heure trente au plus.
+12 workshop takes
+30 workshop: Deux voies : démontage sur place par nous, ou monte-meuble par la façade. La première ne coûte que du temps.
  // Je propose le démontage. Le monte-meuble demande une autorisation de voirie, dix jours.
+18 > logistics: Le camion du magasin est libre {day+5} le matin, {workshop} peut monter avec. // {day+5}, 9 h, camion du magasin. Je réserve.
+35 seller@customer: {Bonjour}, {le_produit} entrera chez vous : notre atelier vient {day+5} à 9 h, le démonte en bas et le remonte dans la
  pièce. Il n'y a rien à payer. // {Bonjour}, nous avons trouvé : démontage et remontage par notre atelier, {day+5} à 9 h, sans frais.
+3 workshop status waiting_customer
1d 12:10 seller: {Il} accepte {day+5} et garde une place devant la porte. // Réponse de {client} : d'accord pour {day+5}, ascenseur
  réservé pour les outils.
+2 workshop status in_hand
5d 11:20 workshop: Monté. Au plus serré il restait deux centimètres. J'ai mis des patins, le parquet est neuf. // En place, portes
  réglées, parquet intact. {Il} nous a offert le café.
+30 > seller: Merci. J'ai ajouté la largeur de l'escalier à ma liste de questions. // Bravo. Je propose la question « escalier » pour la
  fiche de vente du magasin.
+4 workshop status solved
8d 10:00 workshop status closed

== customer-moves-house
products: table bed desk dresser sofa
severity: low
let old: l'ancienne adresse // l'appartement qu'on quitte
title: Changement d'adresse avant livraison // {Produit} : nouvelle adresse à {city} // Déménagement, livraison à rediriger
happened: Déménage à {city} avant la livraison {du_produit}. Le bon {order} porte encore {old}. // La vente de l'appartement est allée plus
  vite que prévu : {le_produit} doit arriver à {city}, pas à l'adresse du bon.
wanted: Livrer à la nouvelle adresse, sans perdre la date. // Être sûr{e} que le chauffeur a la bonne adresse.
tried: L'a dit au téléphone il y a une semaine, le SMS d'hier porte toujours l'ancienne. // A écrit au transporteur, sans réponse.
refused: Attendre six semaines comme pour une nouvelle commande. // Repayer la livraison.
constraints: Remise des clés {day+6}, rien avant. // Pas d'ascenseur avant {day+6}, il est en travaux.
opens: service
---
+7 service: Adresse corrigée dans le bon {order}. Le changement avait bien été dit il y a une semaine, il est resté sur un carnet.
  // C'est la deuxième fois que {client} donne la nouvelle adresse. J'ai corrigé le bon, et vérifié l'étiquette.
+20 > logistics: Étiquette réimprimée, le colis était encore au quai 2. Bon réflexe. // Reçu, colis sorti du lot et réétiqueté.
+9 service passes logistics
+40 logistics@partner: {order} : nouvelle adresse à {city}, date inchangée {day+8}. Merci de confirmer que votre feuille de route la porte.
  // Changement d'adresse pour {order}. Date : toujours {day+8}. Pouvez-vous confirmer par écrit ?
1d 09:05 carrier@partner: Confirmé, la feuille de route de {day+8} porte la nouvelle adresse. // Bien reçu, c'est la tournée sud, {day+8} entre 8 h et 12 h.
+22 service@customer: {Bonjour}, votre nouvelle adresse est enregistrée partout, y compris chez le transporteur. Livraison {day+8} entre
  8 h et 12 h. // {Bonjour}, c'est vérifié jusque sur la feuille de route : {day+8}, à la nouvelle adresse. Bon déménagement.
+2 logistics status in_hand
8d 12:15 logistics: Livré à 10 h 50 à la bonne porte. // Livré à 11 h, gardienne prévenue, rien à signaler.
+10 logistics status solved
10d 16:00 logistics status closed

== take-the-old-one
products: sofa bed wardrobe
severity: low
let old: l'ancien meuble // le vieux, plus lourd que le neuf
title: Reprise de l'ancien meuble oubliée // {Produit} livré{p}, l'ancien est resté // Reprise promise, non faite
happened: {Produit} livré{p}, mais {old} est resté dans l'entrée. La reprise est pourtant écrite sur le bon {order}. // Les livreurs ont dit
  que la reprise n'était pas sur leur feuille. {Old} bloque le couloir.
wanted: Que la reprise promise soit faite cette semaine. // Une date, et pas de nouvelle facture.
tried: A montré le bon aux livreurs. // A rappelé le jour même, on a promis de rappeler.
refused: Le descendre soi-même sur le trottoir. // Payer la déchetterie.
constraints: Fauteuil roulant à la maison, le couloir doit rester libre. // Pas avant 17 h en semaine.
---
+14 seller: Couloir bloqué : ce n'est pas un détail de confort. Qui peut passer avant {day+3} ? // La reprise figure ligne 4 du
  bon. Elle n'a pas été recopiée sur la feuille de route.
+16 > driver: Je rentre de tournée vers 17 h demain, je peux faire le détour par {city}. // J'ai de la place dans le camion du magasin
  demain en fin de journée.
+11 > logistics: Merci {driver}. Je te mets le point, avec deux sangles. // D'accord, ajouté à ta feuille, demain 17 h 15.
+8 seller passes logistics
+25 seller@customer: {Bonjour}, nous passons chercher {old} demain à partir de 17 h avec le camion du magasin. Pardon pour le couloir.
  // {Bonjour}, la reprise est pour demain, entre 17 h et 18 h. C'était bien écrit, l'erreur vient de nous.
1d 18:05 driver: Fait, 17 h 40, couloir libre. {Il} a tenu la porte. // Repris à 17 h 25, déposé à l'éco-point ce matin.
+12 > logistics: Merci. J'ajoute un contrôle « reprise » à l'édition des feuilles. // Parfait. Je vérifie les trois autres reprises de la semaine.
+5 logistics status solved
4d 09:15 logistics status closed

== half-delivered
products: table shelves sideboard chairs
holder: service
severity: normal
let missing: le carton 2 sur 3 // le plateau // le carton des montants
title: Livraison incomplète, {produit} // {Produit} : il manque un carton // Un colis sur trois manque
happened: {Produit} livré{p} à {city}, mais il manque {missing}. Le livreur a fait signer en disant que « la suite arrive ». // Signature
  demandée pour une livraison complète alors que {missing} n'était pas dans le camion.
wanted: Le colis manquant, et une preuve que la signature ne veut pas dire « tout reçu ». // Savoir où est {missing}.
tried: Photo du bon envoyée par mail, accusé de réception automatique. // A appelé le dépôt, on cherche depuis deux jours.
refused: Renvoyer ce qui est déjà là. // Commencer le montage sans tout avoir.
constraints: Repas de famille {day+10}, la pièce doit être prête. // Chez soi seulement le matin.
opens: service
---
+40 service takes
+6 service: {Missing} n'apparaît pas dans le relevé de chargement. Il a peut-être fait le tour du quai. // Le relevé du transporteur dit
  « 3 sur 3 », notre balance dit autre chose. Je demande le scan.
+33 > logistics2: Trouvé : {missing} est resté derrière la palette 14, étiquette tournée contre le mur. // Retrouvé au quai 1, étiquette
  arrachée. Je le pèse et je le réétiquette.
+14 service@partner: Pour {order} : {missing} est chez nous. Quand pouvez-vous le présenter à {city}, un matin ? // Colis retrouvé à notre
  quai. Il nous faut un passage le matin, à {city}, avant {day+8}.
+5 service status waiting_partner
1d 08:50 carrier@partner: {Day+4} au matin, sans frais, je passe moi-même. // Possible {day+4}, entre 9 h et 11 h.
+15 service@customer: {Bonjour}, {missing} est retrouvé et vous arrive {day+4} au matin. J'ai écrit au dossier que votre signature valait
  pour deux colis seulement. // {Bonjour}, bonne nouvelle : le colis est là, livraison {day+4} entre 9 h et 11 h.
+2 service status in_hand
4d 11:40 service: Reçu et complet, {client} commence le montage ce soir. // Livré à 10 h 10. {Il} nous enverra un mot quand tout sera monté.
+8 service status solved
9d 14:00 service status closed

== production-late
products: table sofa sideboard
severity: normal
let cause: le vernis n'a pas séché // le bois est arrivé trop humide // une machine est arrêtée
title: Fabrication en retard, {produit} // {Produit} : trois semaines de plus // Le fournisseur repousse {le_produit}
happened: {Produit} annoncé{p} pour {date+5} à la commande. Le fournisseur parle maintenant de {date+26}. // Commande {order}, prête le
  {date+5} selon le bon. L'atelier partenaire a prévenu d'un retard de trois semaines.
wanted: Une date à laquelle on puisse croire, même plus tardive. // Un prêt en attendant, ou un geste.
tried: Rien encore : c'est nous qui appelons. // A demandé au magasin « tout est bien en ordre ? », on a répondu oui.
refused: Une fourchette de dates. // Annuler.
constraints: Première réception de la belle-famille le {date+20}. // Le crédit commence à la date d'origine.
---
+8 seller: Je préfère l'appeler avant qu'{il} n'appelle. Avant cela : quelle date est sûre ? // J'ai le retard, pas la raison. Qui a un
  contact direct à l'atelier ?
+22 seller@partner: Bonjour, pour {order}, nous devons donner une seule date {au_client}. Laquelle tiendrez-vous, et pourquoi ce retard ?
  // {supplier}, une date ferme pour {order}, s'il te plaît. Nous préférons une date lointaine et vraie.
+3 seller status waiting_partner
1d 10:30 supplier@partner: Le retard vient de ceci : {cause}. Date ferme : {date+23}, je la signe. // Franchement : {cause}. Je peux
  garantir le {date+23}, pas avant.
+18 seller: {date+23} donc. Je propose le prêt d'un modèle d'exposition jusque-là. {manager}, d'accord ? // Date ferme obtenue. En
  attendant, un prêt d'exposition ?
+26 > manager: D'accord pour le prêt, et livraison offerte. Note-le ici pour que tout le monde dise la même chose. // Oui au prêt. Pas
  besoin de me redemander pour ce dossier.
+20 seller@customer: {Bonjour}, {le_produit} sera prêt{p} le {date+23} : c'est plus tard que prévu et je vous dois la raison : {cause}. En
  attendant, nous vous prêtons un modèle. // {Bonjour}, je préfère vous le dire tout de suite : la nouvelle date est le {date+23}, elle est
  ferme. La livraison est offerte.
+5 seller status in_hand
2d 15:10 seller: {Il} prend le prêt, livré {day+3} par le camion du magasin. Ton apaisé. // Réponse reçue : « merci d'avoir appelé les
  premiers ». Prêt accepté.
12d 11:00 seller: Point fait avec l'atelier : toujours le {date+23}. // Le partenaire confirme la date sans que je demande.
23d 16:30 seller: Livré, prêt repris dans la même tournée. // C'est posé, prêt récupéré, tout est rendu propre.
+10 seller status solved
27d 10:00 seller status closed
"""
