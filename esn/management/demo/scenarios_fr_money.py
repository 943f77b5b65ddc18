"""Case scenarios in French about money, orders and organisations. The format is told in ``script``."""

SCENARIOS = """
== refund-is-slow
products: table sofa bed dresser
holder: service
severity: high
let amount: 189 € // 340 € // 612 € // 1 120 €
let weeks: trois semaines // vingt-cinq jours
title: Remboursement attendu depuis {weeks} // {Amount} à rembourser, {produit} // Remboursement {du_produit}
happened: {Le_produit} a été rendu{p} le {date-24}. Le remboursement de {amount} était promis « sous dix jours ». // Retour accepté au dépôt le
  {date-24}, {amount} toujours pas sur le compte.
wanted: L'argent. // Une date de virement, écrite.
tried: Quatre appels, quatre personnes polies. // Est venu{e} au magasin, qui n'a pas accès au remboursement.
refused: Un avoir. // Renvoyer encore un RIB : il a été donné deux fois.
constraints: Le crédit de la carte est débité le {date+6}. // Préfère les mails, travaille en salle d'opération.
opens: service
---
+50 service takes
+12 service: J'ai relu les quatre appels : chacun a écrit « transmis ». Transmis à qui ? Je prends, et je garde. // Le RIB est bien au
  dossier depuis le début. Inutile de le redemander.
+23 > accounts: Le retour n'a pas été validé au dépôt, donc rien n'arrive chez nous. C'est le seul verrou. // Je ne vois pas le bon de
  retour. Dès qu'il est saisi, je fais le virement dans la journée.
+16 > logistics2: Bon de retour retrouvé dans la bannette du quai, saisi à l'instant. Désolé. // C'est nous : retour reçu, jamais scanné.
  C'est corrigé.
+21 > accounts: Vu. Virement de {amount} émis, sur le compte {day+2} au plus tard. // Émis ce jour, {amount}. Il faut compter deux jours.
+9 service@customer: {Bonjour}, le virement de {amount} est parti aujourd'hui, il sera sur votre compte {day+2}. Le retour avait été reçu mais
  pas enregistré : c'est notre erreur, et elle est corrigée. // {Bonjour}, {amount} vous ont été virés ce jour. Vous n'avez plus rien à envoyer
  à personne.
+2 service status waiting_customer
3d 10:25 service: Reçu, confirmé par mail. {Il} a répondu en une ligne, sans fâcherie. // Argent arrivé. Je demande à la logistique ce qu'on
  change pour les bannettes.
+18 > logistics: On scanne désormais avant de poser le papier. C'est affiché au quai. // La bannette est supprimée depuis ce matin.
+4 service status solved
7d 09:00 service status closed

== charged-twice
products: chairs desk armchair dresser
severity: high
let amount: 249 € // 468 € // 89 €
title: Débité deux fois, {amount} // Double paiement pour {le_produit} // Carte débitée deux fois
happened: Le terminal a affiché une erreur, le vendeur a recommencé : deux débits de {amount}. // Deux lignes de {amount} sur le relevé pour
  {le_produit}, à quatre minutes d'écart.
wanted: Que le second débit disparaisse. // Être remboursé{e} avant la fin du mois.
tried: La banque dit d'attendre le magasin. // Le magasin dit d'attendre la banque.
refused: Ouvrir une contestation à la banque. // Revenir en magasin avec le relevé.
constraints: Découvert autorisé presque atteint. // En déplacement jusqu'au {date+5}.
---
+7 seller: C'est moi qui étais en caisse. Le premier ticket était sorti en erreur, je n'ai pas vérifié le journal. // Je retrouve les deux
  tickets, même carte, quatre minutes d'écart. {Il} a entièrement raison.
+19 > accounts: Les deux sont passés. J'annule le second, trace sous {order}-A. // Confirmé. Annulation envoyée, la banque met deux à trois jours.
+8 seller@customer: {Bonjour}, vous avez bien été débité{e} deux fois. Le second paiement de {amount} est annulé ce jour, vous le verrez {day+3} au
  plus tard. // {Bonjour}, c'est annulé : {amount} reviennent sur votre carte d'ici {day+3}. Pardon pour l'inquiétude.
+3 seller status waiting_customer
+28 manager: Rappel à tous en caisse : sur erreur, journal d'abord, nouvel essai ensuite. // Je mets la règle du journal au tableau. Merci
  de l'avoir dit sans détour.
3d 14:30 seller: Crédit visible sur son compte, {client} a envoyé la capture. // Vérifié avec {lui} : le second débit a disparu.
+5 seller status solved
5d 17:00 seller status closed

== exchange-size
products: table desk shelves bed
severity: low
let size: la taille au-dessous // la version 160 // le modèle court
title: Échange {du_produit} // {Produit} trop grand{p} pour la pièce // Échange pour {size}
happened: {Le_produit} ne va pas : huit centimètres de trop pour ouvrir la porte. Monté, jamais utilisé. // Mesures prises sans la plinthe :
  {le_produit} touche le radiateur.
wanted: {Size}, même finition. // Échanger sans tout recommencer.
tried: Notre site n'autorise l'échange que pour un meuble emballé. // A cherché un acheteur entre particuliers.
refused: Payer deux livraisons. // Démonter sans savoir si l'échange est accepté.
constraints: Pièce libre seulement le week-end prochain. // Le carton d'origine est jeté.
---
+16 seller: Monté mais neuf. La règle dit non, le bon sens dit oui. {manager} ? // Carton jeté, meuble impeccable. Je demande avant de dire
  quoi que ce soit.
+22 > manager: Oui. On a déjà fait de même pour un client de Grenoble, sans regret. Une seule livraison, aller et retour ensemble.
  // D'accord, au même prix. On reprend l'exposé en modèle de salle.
+9 > logistics: {size} disponible à l'entrepôt. Échange possible {day+7}, camion du magasin. // J'ai ce qu'il faut, je le réserve pour {day+7}.
+12 seller takes
+6 seller@customer: {Bonjour}, c'est d'accord : {size}, même finition, échange {day+7} en un seul passage. Laissez le meuble monté, nous nous
  en occupons. // {Bonjour}, l'échange est accepté, sans frais. Nous venons {day+7} et nous repartons avec l'autre.
+2 seller status in_hand
7d 12:30 driver: Échange fait en quarante minutes. Il reste neuf centimètres pour la porte. // Fait. J'ai mesuré avant de visser.
+15 > seller: Merci {driver}. Le meuble repris est superbe, il part en exposition. // Impeccable.
+3 seller status solved
9d 10:40 seller status closed

== display-piece-sold
products: armchair sideboard table
severity: normal
title: Modèle réservé, vendu à un autre // {Produit} d'exposition : erreur de réservation // Réservation perdue, {produit}
let paper: un papier collé au dos // une étiquette au crayon
happened: {Le_produit} d'exposition était réservé{p} avec des arrhes. Vendu{p} samedi à quelqu'un d'autre. La réservation tenait à {paper}.
  // Arrhes versées le {date-6} pour {le_produit} d'exposition. Ce matin : plus là.
wanted: Le même, au même prix. // Une réponse avant vendredi : une autre boutique en a un.
tried: Est passé{e} avec son camion de location. // A téléphoné la veille, « oui oui, il vous attend ».
refused: Récupérer les arrhes et repartir. // Un modèle d'une autre teinte.
constraints: Camion loué une seule fois. // Décision avant {day+3}.
---
+5 seller: J'ai un client qui a fait une heure de route pour rien. Qui a un {modele} d'exposition ? // La réservation était sur {paper}, elle
  n'a pas résisté au samedi. C'est à nous de réparer.
+13 > seller2: Vu un {modele} à Grenoble jeudi, même teinte. Je les appelle. // Grenoble en avait un, je vérifie.
+20 > seller2: Ils le gardent. Benoît dit oui au même prix. // Confirmé, mis de côté à son nom, cette fois dans l'outil.
+18 > driver: Je monte à Grenoble {day+2}, je peux le ramener et le livrer dans la foulée. // Navette de {day+2} : je le prends.
+10 seller@customer: {Bonjour}, nous avons le même modèle, même teinte, même prix. Nous vous le livrons {day+2} : ne louez pas de camion, c'est
  pour nous. // {Bonjour}, votre {modele} vous attend bien, à un autre endroit. Livraison offerte {day+2}.
+3 seller status in_hand
2d 17:30 driver: Livré. {Il} a dit qu'{il} raconterait aussi la fin. // Livré à 17 h, échange de sourires.
+8 seller status solved
5d 09:50 seller status closed

== invoice-name
products: chairs desk armchair table
for: organisation
severity: low
let detail: l'ancien nom de la société // le nom du stagiaire qui a commandé // une adresse d'il y a deux ans
title: Facture à refaire // Facture {order} : mauvais intitulé // Intitulé de facture, {client}
happened: La facture {order} porte {detail}. La comptabilité la refuse. // Commande livrée et conforme, facture bloquée : {detail}.
wanted: Une facture corrigée, avec le numéro de commande interne. // Le même document, au bon nom.
tried: Deux demandes à l'adresse « ne pas répondre ». // A renvoyé la facture annotée à la main.
refused: Payer sur une facture fausse. // Un duplicata identique.
constraints: Clôture comptable le {date+7}. // Bon de commande obligatoire en objet.
opens: service
---
+9 service takes
+11 service: Facile et pressé : clôture le {date+7}. {accounts}, peux-tu refaire {order} ? // Rien de grave, mais {client} attend depuis deux
  mails envoyés dans le vide.
+29 > accounts: Avoir et nouvelle facture faits, numéro de commande ajouté. Le fichier est parti par mail. // Refaite. J'ai aussi corrigé la
  fiche client, la prochaine sera bonne.
+6 service@customer: {Bonjour}, la facture corrigée vous a été envoyée, avec un avoir pour l'ancienne. Pour la suite, écrivez ici, quelqu'un
  lit. // {Bonjour}, c'est corrigé. L'intitulé est le bon pour les prochaines commandes aussi.
+2 service status waiting_customer
1d 15:40 service: Payée le jour même. Je ferme dans trois jours. // Réponse de leur comptabilité : « parfait, merci ».
+3 service status solved
4d 10:00 service status closed

== order-for-a-hotel
products: chairs
for: organisation
severity: high
let count: 24 // 36 // 18
let broken: deux // trois
title: {count} {produit}, {broken} abîmées // Commande de {count} {produit} // {count} {produit} : {broken} à remplacer
happened: {count} {produit} livrées, dont {broken} avec un pied fendu. Ouverture de la salle {day+9}. // Sur {count} {produit}, {broken} sont
  inutilisables. Le reste est installé.
wanted: Les {broken} remplacées avant l'ouverture. // Un remplacement, même provisoire, avant {day+9}.
tried: Réserves écrites sur le bon. // Photos envoyées au vendeur par messagerie privée.
refused: Ouvrir avec des chaises dépareillées. // Un avoir sur la commande suivante.
constraints: Livraison de service avant 10 h seulement. // Quai de livraison fermé le mercredi.
---
+10 seller: Les photos sont arrivées sur mon téléphone personnel, je les reporte ici en mots : pied avant gauche fendu, {broken} fois.
  // Je note tout ici et plus dans ma messagerie : {broken} pieds fendus, même palette.
+17 > logistics: Il en reste onze en stock à l'entrepôt. Je mets de côté ce qu'il faut. // Stock vu. Je les réserve sur {order}.
+13 seller@partner: Pour {order} : {broken} pièces à échanger à {city}, avant 10 h, avant {day+8}. Possible ? // Bonjour, un échange de
  {broken} pièces avant 10 h à {city}, quel jour ?
+3 seller status waiting_partner
1d 08:40 carrier@partner: {Day+5}, 8 h 30, hayon compris. Nous reprenons les abîmées. // {Day+5} entre 8 h et 9 h 30, c'est noté.
+14 seller@customer: {Bonjour}, l'échange est prévu {day+5} avant 10 h, par le quai. L'ouverture se fera avec {count} pièces pareilles.
  // {Bonjour}, {day+5} à 8 h 30, nous échangeons les {broken} pièces. Rien à préparer.
+2 seller status in_hand
5d 10:05 seller: Échangées à 8 h 50. Le directeur nous invite à l'ouverture. // Échange fait, contrôle visuel sur place : rien d'autre.
+20 > manager: Bien mené. On y va à deux. // Merci. Belle référence pour nous.
+4 seller status solved
10d 09:30 seller status closed

== quote-forgotten
products: shelves desk table chairs
for: organisation
severity: normal
title: Devis promis, jamais reçu // Devis pour {produit} // Relance d'un devis
let need: une salle de réunion // un accueil // deux bureaux partagés
happened: Un devis pour {need} demandé le {date-11} en magasin. Promis « demain ». // Visite du {date-11} : mesures prises pour {need},
  devis annoncé sous deux jours, jamais arrivé.
wanted: Le devis avant {day+2}. // Un prix ferme et un délai.
tried: Une relance par téléphone. // Un mot laissé au comptoir.
refused: Recommencer les mesures. // Un prix « à partir de ».
constraints: Décision en conseil {day+4}. // Budget voté, une seule enveloppe.
opens: service
---
+8 service passes seller
+12 seller: C'est ma visite. Les mesures sont dans mon cahier, je les recopie ici : 4,20 m sur 2,60 m, deux prises, une fenêtre basse.
  // Retrouvé : mesures faites, devis commencé, jamais envoyé. Je le finis maintenant.
+55 seller@customer: {Bonjour}, voici le devis : prix ferme valable trente jours, livraison et montage compris, délai cinq semaines. Les mesures
  prises ensemble ont servi. // {Bonjour}, votre devis est dans votre boîte. Je reste disponible avant votre conseil de {day+4}.
+2 seller status waiting_customer
+16 manager: Le prix me va. S'ils demandent un geste, dix pour cent sans me rappeler. // Accord donné d'avance pour 10 %.
4d 17:20 seller: Accepté en conseil, sans négociation. Commande saisie sous {order}. // C'est oui. Le cahier part au tiroir, tout est ici.
+6 seller status solved
8d 11:15 seller status closed
"""
