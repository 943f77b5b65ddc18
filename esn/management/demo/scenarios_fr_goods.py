"""Case scenarios in French about the goods: damage, parts, fabric, assembly, warranty. The format is told in ``script``."""

SCENARIOS = """
== hinge-missing
products: wardrobe shelves desk
holder: service
severity: normal
let part: les charnières du haut // le sachet de vis n° 4 // deux tourillons sur huit // la tringle
title: {Produit} : pièce manquante // Il manque {part} // Sachet incomplet, {produit}
happened: {Produit} en cours de montage, il manque {part}. Tout le reste est là. // Monté aux trois quarts : {part} n'était pas dans le
  carton. Le meuble est couché au milieu du salon.
wanted: La pièce, vite, sans rapporter le carton. // Recevoir la pièce par la poste.
tried: A vidé les trois cartons, deux fois. // A demandé en magasin : « il faut rapporter l'ensemble ».
refused: Démonter pour un échange complet. // Un mois d'attente pour une pièce de poche.
constraints: La chambre est inutilisable d'ici là. // Enfant en bas âge, le meuble est posé contre un mur sans fixation.
opens: service
---
+35 service takes
+10 service: {workshop}, as-tu {part} pour {le_produit} en réserve ? Le carton porte le lot {lot}. // Besoin d'une pièce pour {le_produit},
  lot {lot} : {part}. Quelqu'un à l'atelier ?
+24 > workshop: J'en ai. Le lot {lot} a un sachet mal rempli, c'est le troisième ce mois-ci. Je poste aujourd'hui. // Oui, dans le tiroir
  des retours. Parti au courrier de 16 h. À signaler au fournisseur : même lot que la semaine passée.
+9 service@customer: {Bonjour}, la pièce part aujourd'hui par courrier suivi, vous l'aurez {day+2}. Ne démontez rien. // {Bonjour}, c'est
  en route : {part}, par la poste, chez vous {day+2}. Gardez le meuble à plat d'ici là.
+2 service status waiting_customer
2d 18:00 service: Reçu, monté, fixé au mur. {Il} a envoyé un message très gentil pour l'atelier. // {client} confirme : la pièce est
  arrivée et c'est la bonne.
+20 > workshop: Merci de le dire, ça fait du bien. // Tant mieux. J'ai mis le lot {lot} de côté.
+5 service status solved
5d 09:40 service status closed

== scratched-edge
products: table dresser sideboard desk
severity: normal
let mark: une rayure de douze centimètres sur le plateau // un coin écrasé // un éclat sur le chant avant
title: {Produit} : abîmé à la livraison // Rayure à l'arrivée, {produit} // {Le_produit} est marqué{p}
happened: À l'ouverture du carton {du_produit} : {mark}. Emballage intact, donc pas le transport. // {Mark}, vu au déballage avec les
  livreurs, noté sur le bon.
wanted: Un meuble sans défaut. // Une réparation propre si elle ne se voit pas, sinon l'échange.
tried: Photo envoyée le soir même, pas de réponse en quatre jours. // Est venu{e} en magasin avec la photo.
refused: Une remise « pour vivre avec ». // Un feutre de retouche.
constraints: Meuble en plein milieu de la pièce, lumière rasante. // Absence du {date+12} au {date+16}.
---
+9 seller: La photo est nette : {mark}. À mon avis l'atelier peut le reprendre. // J'ai vu la photo avec {client} au comptoir. {Il} est de
  bonne volonté, {il} veut juste du propre.
+31 > workshop: Reprise possible sur place : ponçage fin, huile, deux heures. Si le résultat ne lui plaît pas, on échange. // Ça se
  rattrape. Je veux bien y aller, à une condition : {il} juge le résultat, pas nous.
+8 seller passes workshop
+27 seller@customer: {Bonjour}, {workshop}, de notre atelier, peut reprendre la marque chez vous {day+6}. Si le résultat ne vous convient
  pas, nous échangeons le meuble, sans discussion. // {Bonjour}, deux possibilités, à vous de choisir : réparation chez vous {day+6}, ou
  échange sous trois semaines.
+4 workshop status waiting_customer
1d 10:20 seller: {Il} choisit la réparation, {day+6} à 14 h. // Réparation choisie. {Il} demande seulement que ce soit une seule visite.
+2 workshop status in_hand
6d 16:40 workshop: Fait. Je l'ai regardé avec {lui} à la fenêtre, en lumière rasante : plus rien. // Terminé à 16 h. {Il} a passé la main
  dessus et a dit « on ne sent plus rien ».
+22 > seller: Beau travail. // Merci {workshop}, je {le} verrai en magasin samedi.
+3 workshop status solved
9d 11:30 workshop status closed

== wrong-fabric
products: sofa armchair
severity: normal
let ordered: lin naturel // velours vert sauge // laine gris perle
let received: coton écru // velours vert bouteille // laine anthracite
title: {Produit} : mauvais tissu // Couleur reçue différente // Erreur de coloris, {produit}
happened: {Produit} commandé en {ordered}, reçu en {received}. L'échantillon agrafé au bon le montre. // Le bon dit {ordered}. Le meuble
  livré est en {received}. Les deux étiquettes se ressemblent.
wanted: Le tissu choisi. // Garder le meuble et faire changer la housse.
tried: A comparé avec l'échantillon à la lumière du jour. // A demandé au livreur, qui a conseillé d'accepter avec réserve.
refused: « Ça ira très bien avec le reste. » // Rester trois semaines sans siège.
constraints: Chat à la maison, pas de tissu bouclé. // Séjour orienté au nord, la couleur compte.
---
+12 seller: Erreur de référence à la commande chez le fabricant, notre bon est juste. // Je confirme : {ordered} au bon {order}. L'erreur
  est en amont.
+15 seller@partner: Bonjour {supplier}, {order} : {ordered} commandé, {received} livré. Pouvez-vous refaire la housse sans reprendre la
  structure ? // {supplier}, une housse en {ordered} pour {le_produit} : quel délai, et pouvez-vous la poser à domicile ?
+4 seller status waiting_partner
1d 11:15 supplier@partner: Housse possible en neuf jours, pose à domicile une heure, à notre charge. Pardon pour la confusion, les deux
  rouleaux étaient voisins. // C'est notre faute : étiquettes inversées sur deux rouleaux. Housse prête {day+10}, nous venons la poser.
+25 seller@customer: {Bonjour}, vous gardez {le_produit} : une housse en {ordered} est en fabrication et sera posée chez vous {day+10}, en une
  heure. // {Bonjour}, nous ne vous laissons pas sans siège. La bonne housse arrive {day+10}, posée par l'atelier qui l'a cousue.
+3 seller status in_hand
+14 manager: Bien. Je préviens Grenoble : ils ont reçu du même rouleau. // À retenir pour les autres commandes de la semaine : vérifier
  {ordered} à la réception.
10d 15:45 supplier@partner: Posée. Tissu vérifié à la lumière avec {client}. // Housse posée à 15 h, l'ancienne est repartie avec nous.
+35 seller: {Il} est passé{e} au magasin exprès pour le dire : c'est la bonne couleur. // Coup de fil de {client} : « c'est exactement
  l'échantillon ».
+6 seller status solved
13d 10:00 seller status closed

== door-does-not-close
products: wardrobe sideboard dresser
severity: normal
let gap: deux centimètres // un doigt
title: La porte ne ferme pas, {produit} // {Produit} : réglage à faire // Porte qui frotte après montage
happened: Montage fait par nos soins le {date-4}. Depuis, une porte {du_produit} reste ouverte de {gap}. // {Produit} monté{p} la semaine
  dernière. La porte frotte en bas et ne ferme plus depuis trois jours.
wanted: Que quelqu'un vienne la régler. // Savoir si on peut le faire soi-même sans abîmer.
tried: A resserré une vis, c'était pire. // A regardé la notice : le schéma ne correspond pas.
refused: Attendre le prochain passage dans le quartier. // Filmer le défaut avant qu'on se déplace.
constraints: Sol ancien, pas droit. // Personne à la maison avant 17 h 30.
opens: service
---
+13 service: Montage de chez nous, donc visite de chez nous. {workshop}, tu passes à {city} cette semaine ? // {Il} ne demande pas la lune :
  une porte qui ferme. Qui est dans le secteur ?
+21 > workshop: C'est presque toujours le sol. Je lui montre au téléphone, et si ça ne suffit pas je passe {day+2}. // Je l'appelle ce
  soir à 17 h 30. Un demi-tour de la vis du bas règle neuf cas sur dix.
+6 service passes workshop
1d 17:50 workshop: Essayé ensemble au téléphone : mieux, pas parfait. Je passe {day+2} à 18 h. // Au téléphone, on a gagné la moitié. Le
  sol penche, il faut une cale : visite {day+2}, 17 h 45.
+5 workshop@customer: {Bonjour}, comme dit à l'instant, je passe {day+2} après 17 h 30 avec une cale. Ne forcez pas sur la porte d'ici là.
  // {Bonjour}, rendez-vous {day+2} vers 18 h. Dix minutes suffiront.
+2 workshop status in_hand
2d 18:20 workshop: Cale de 4 mm sous le pied gauche, charnières réglées. Ça ferme d'un doigt. // Réglé. J'ai laissé deux cales et montré le geste.
+4 workshop status solved
6d 09:20 service: Appel de contrôle : la porte tient. Je ferme. // Trois jours plus tard, tout va bien. On peut fermer.
+2 service status closed

== slats-broken
products: bed
severity: normal
let slats: trois lattes // la traverse centrale
title: {Produit} : sommier cassé // Garantie, {produit} // Sommier cassé après {months}
let months: quatorze mois // huit mois // deux ans
happened: {Slats} du lit ont cédé après {months}, sans choc. // Un bruit sec, la nuit : {slats}. Le lit a {months}.
wanted: La garantie, sans débat. // De quoi dormir ce soir.
tried: A cherché la facture : elle est chez nous, pas dans ses papiers. // A appelé le fabricant, qui renvoie au magasin.
refused: Un expert. // Payer le déplacement.
constraints: Mal de dos, ne peut pas dormir au sol. // Travaille de nuit, joignable l'après-midi.
opens: service
---
+5 service takes
+9 service: Facture retrouvée chez nous en une minute avec la référence {order}. {Il} n'a rien à chercher. // Garantie valable encore : je
  vois l'achat sous {order}. Pas la peine de demander un papier à quelqu'un qui n'a pas dormi.
+17 > workshop: J'ai des lattes d'avance, je peux les remettre au camion de demain. // Pièces en stock. {driver} passe à côté demain matin.
+10 service@customer: {Bonjour}, c'est pris en garantie. Les pièces sont chez vous demain avant midi et nous les posons. Pour cette nuit, un
  conseil : retournez le matelas dans l'autre sens. // {Bonjour}, rien à prouver, rien à payer : réparation demain matin chez vous.
+2 service status in_hand
1d 11:25 driver: Posé. J'ai mis une traverse renforcée, la nouvelle version. // Réparé, essayé assis à deux. Solide.
+30 > service: Merci {driver}. Je garde la remarque pour les autres lits {modele}. // Parfait, je l'appelle cet après-midi.
+45 service: {Il} a dormi. C'est tout ce que je voulais lire. // Appel fait : tout va bien, {il} remercie surtout pour la rapidité.
+3 service status solved
4d 15:00 service status closed

== cushion-sags
products: sofa
severity: low
let since: six mois // un an // dix-huit mois
title: {Produit} : l'assise s'affaisse // Assise creusée après {since} // {Produit}, confort perdu
happened: L'assise {du_produit} s'est creusée côté fenêtre en {since}. Usage normal, deux personnes. // Au bout de {since}, l'un des
  coussins {du_produit} est nettement plus bas que l'autre.
wanted: Un coussin neuf ou regarni. // Comprendre si c'est normal.
tried: A retourné les coussins chaque semaine. // A demandé en magasin, on a dit « ça se tasse toujours un peu ».
refused: L'expression « usure normale ». // Laisser le canapé partir un mois.
constraints: Ne peut pas porter. // Sans voiture.
---
+18 seller: Densité 28 sur ce modèle, c'est peu pour un usage quotidien. La remarque est juste. // Cinquième retour sur cette mousse cette
  année. Ce n'est pas « l'usure normale ».
+26 seller@partner: {supplier}, peux-tu regarnir un coussin {du_produit} en mousse plus ferme ? Reprise et retour par nos soins.
  // Bonjour, une assise {du_produit} à regarnir : délai et densité possible ?
+2 seller status waiting_partner
2d 09:40 supplier@partner: Oui, mousse 35, quatre jours dans nos murs. Envoyez le coussin seul. // Possible en 35, prête en quatre jours.
  Nous avons la même toile.
+20 seller@customer: {Bonjour}, nous venons prendre le coussin {day+4} et le rapportons regarni, plus ferme, {day+11}. Le canapé reste chez vous.
  // {Bonjour}, vous aviez raison, la mousse est trop tendre. Nous la changeons : passage {day+4}, retour {day+11}.
+4 seller status in_hand
4d 14:10 driver: Coussin pris, étiqueté {order}. // Pris chez {client}, déposé chez Ferrand à 16 h.
11d 11:50 driver: Rendu. {Il} s'est assis{e} tout de suite. // Rapporté, il remplit mieux qu'avant.
+25 seller: Merci à tous. J'ai noté dans la fiche : proposer la mousse 35 d'emblée. // On devrait vendre la 35 directement.
+3 seller status solved
15d 10:10 seller status closed

== armchair-tipped
products: armchair
severity: critical
restricted: yes
title: {Produit} : a basculé avec un enfant // Sécurité, {produit} // {Produit}, chute sans gravité
happened: {Le_produit} a basculé en arrière avec un enfant de cinq ans. Une bosse, pas plus. Le pied arrière droit était dévissé. // Un
  enfant s'est appuyé sur le dossier {du_produit}, le pied a lâché. Peur, un bleu, visite aux urgences par prudence.
wanted: Que personne d'autre ne tombe. // Qu'on prenne cela au sérieux, et qu'on le dise.
tried: A écrit le soir même avec trois photos. // A prévenu le magasin par téléphone dès le lendemain matin.
refused: Un geste commercial à la place d'une réponse. // Que l'histoire circule.
constraints: Ne pas appeler devant les enfants, plutôt entre 13 h et 14 h. // Un seul interlocuteur.
opens: service
---
+4 service takes
+6 service: Dossier restreint : seulement nous. J'ai demandé des nouvelles de l'enfant avant toute chose : il va bien. // Dossier restreint.
  L'enfant va bien, c'est la première ligne à lire.
+14 > manager: Merci. On retire le modèle de l'exposition aujourd'hui, le temps de comprendre. // J'appelle moi-même à 13 h. Le modèle
  sort de la salle dès maintenant.
+19 > workshop: Les pieds se vissent sans frein filet. Je contrôle les neuf que nous avons, et j'écris au fabricant. // Contrôle fait sur les
  modèles exposés : un sur neuf se dévisse à la main.
+40 manager@customer: {Bonjour}, merci de nous avoir écrit. Nous avons retiré ce fauteuil de la vente et nous vérifions tous les autres. Nous
  venons chercher le vôtre quand vous le souhaitez. // {Bonjour}, nous prenons cela très au sérieux : le modèle n'est plus en vente depuis ce
  matin. Je vous tiens au courant moi-même.
1d 13:20 service: {Il} accepte la reprise {day+2} à 13 h et préfère un autre modèle. // Reprise fixée {day+2} entre 13 h et 14 h, sans les enfants.
2d 14:15 driver: Repris, emballé à part, remis à l'atelier pour examen. // Fauteuil récupéré, rien d'autre à dire.
5d 10:30 workshop: Le fabricant confirme un couple de serrage trop faible sur une série. Rappel des vingt-deux clients concernés.
  // Réponse du fabricant : une série de quarante. Nous en avons vendu vingt-deux.
+50 manager: Liste des vingt-deux établie, chacun sera appelé par son vendeur. Merci pour la discrétion. // Rappel lancé. Ce dossier reste
  restreint.
+6 service status solved
14d 11:00 service status closed
"""
