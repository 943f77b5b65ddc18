"""Short case scenarios in both languages: a question, an answer, done. The format is told in ``script``."""

FRENCH = """
== felt-pads
products: chairs table armchair sideboard
for: anyone
severity: low
title: Patins pour parquet, {produit} // {Produit} : patins à ajouter // Protéger le parquet sous {le_produit}
happened: {Produit} livré{p} sans patins, parquet neuf. // Sol en chêne huilé, {le_produit} marque déjà un peu.
wanted: Un jeu de patins. // Savoir lesquels conviennent.
---
+14 seller takes
+25 seller@customer: {Bonjour}, un jeu de patins part aujourd'hui par courrier. Dégraissez le pied avant de coller. // {Bonjour}, nous vous les
  offrons, ils vous attendent à l'accueil ou partent par la poste, comme vous voulez.
1d 11:10 seller: Il n'y en avait pas dans le carton. À glisser d'office dans les commandes {modele}. // Envoyés. {client} avait demandé
  gentiment, ça méritait une réponse le jour même.
+4 seller status solved
3d 10:00 seller status closed

== care-advice
products: table sideboard dresser desk
severity: low
let stain: une tache de vin // un rond de tasse // une trace de feutre
title: Entretien {du_produit} // {Stain} sur {le_produit} // Comment nettoyer {le_produit}
happened: {Stain} sur le plateau {du_produit}, depuis hier soir. // {Stain} : que faire sans empirer ?
wanted: Le bon geste, tout de suite. // Un conseil sûr, pas une recette d'internet.
refused: Poncer. // Faire venir quelqu'un pour si peu.
opens: service
---
+6 service: {workshop}, {stain} sur une huile mate : savon noir ou autre chose ? // Question d'entretien pour l'atelier : {stain}, bois huilé.
+19 > workshop: Savon noir tiède, dans le fil, sécher, puis une goutte d'huile d'entretien. Jamais de vinaigre. // Papier essuie-tout humide dix
  minutes, savon noir, huile. Si ça reste, je passe.
+8 service@customer: {Bonjour}, savon noir dilué, dans le sens du bois, séchez, puis une goutte d'huile. Écrivez-nous demain pour dire ce
  qu'il en reste. // {Bonjour}, surtout pas de vinaigre : du savon noir tiède, puis de l'huile d'entretien. Nous restons là.
+2 service status waiting_customer
1d 17:30 service: Parti complètement. {Il} a dit « on ne devine même plus où ». // Réponse : presque invisible, cela lui convient.
+3 service status solved
4d 09:00 service status closed

== when-does-it-come
products: sofa bed wardrobe table dresser shelves
holder: logistique
for: anyone
severity: low
title: Confirmer la date, {produit} // Quand arrive {le_produit} ? // Date de livraison à confirmer
happened: {Le_produit} commandé{p} le {date-20}, aucune nouvelle depuis. // Commande {order} payée, silence depuis trois semaines.
wanted: La date, une seule fois, la bonne. // Être rassuré{e}, surtout.
constraints: Absence le {date+9}. // Doit réserver une aide pour monter l'escalier.
opens: service
---
+5 service: {logistics}, {order} pour {city} : une date à dire aujourd'hui ? // Trois semaines sans nouvelle : rien n'est en retard, mais
  personne n'a écrit. {logistics} ?
+16 > logistics: Arrivé au quai hier, tournée {day+6}, matin. // Sera chargé {day+6}. Tu peux le dire, c'est sûr.
+9 service@customer: {Bonjour}, {le_produit} est arrivé{p} chez nous et vous sera livré{p} {day+6} dans la matinée. // {Bonjour}, c'est fixé :
  {day+6} au matin. Nous aurions dû vous l'écrire plus tôt.
+3 service status waiting_customer
1d 09:40 service: Date confirmée par {client}. // {Il} a répondu oui, avec un merci.
+2 service status in_hand
6d 12:30 logistics: Livré. // Livré à 11 h, rien à signaler.
+5 logistics status solved
9d 10:00 logistics status closed

== spare-key
products: wardrobe desk sideboard
severity: low
title: Clé perdue, {produit} // {Produit} : refaire une clé // Serrure {du_produit}
happened: La clé {du_produit} est restée dans un déménagement. Le numéro de la serrure est lisible. // Clé cassée dans la serrure {du_produit}.
wanted: Un double. // Ouvrir sans forcer.
opens: service
---
+8 service passes workshop
+22 workshop: Numéro 3{lot} : je l'ai en double, je la poste. // La serrure est une 3{lot}, je fais la clé demain matin.
+5 workshop@customer: {Bonjour}, votre clé est au courrier, deux exemplaires. Si la porte résiste, poussez-la avant de tourner. // {Bonjour}, deux
  clés partent aujourd'hui, rien à payer.
3d 10:20 workshop status solved
6d 11:00 workshop status closed

== floor-sample
products: sofa armchair
severity: low
let fabric: lin naturel // velours brique // laine écrue
title: Échantillon de {fabric} // {Produit} : tissu à voir chez soi // Demande d'échantillon
happened: Hésite entre deux tissus pour {le_produit}, ne peut pas revenir au magasin. // Vu en magasin en {fabric}, doute sur la lumière de
  chez soi.
wanted: Un morceau de {fabric} par la poste. // Comparer chez soi avant de signer.
---
+10 seller@partner: {supplier}, pourrais-tu m'envoyer un carré de {fabric} ? Vingt centimètres suffisent. // Bonjour, un échantillon de {fabric}
  pour un client, c'est possible cette semaine ?
+3 seller status waiting_partner
+70 supplier@partner: Parti ce soir, et j'ai joint la teinte voisine. // Oui, au courrier de demain, avec le numéro du rouleau.
2d 10:15 seller@customer: {Bonjour}, l'échantillon est en route, avec la teinte voisine pour comparer. Regardez-le le matin et le soir.
  // {Bonjour}, vous recevrez deux carrés de tissu. Prenez votre temps, le prix tient jusqu'au {date+30}.
+2 seller status waiting_customer
6d 16:10 seller: {Il} choisit {fabric}. Commande saisie. // Décidé : {fabric}. Je savais que la lumière du soir trancherait.
+4 seller status solved
9d 10:30 seller status closed

== thank-you
products: bed wardrobe table sofa
severity: low
title: Un mot de remerciement // Merci de {client} // Remerciements, {produit}
happened: A écrit pour remercier l'équipe de montage {du_produit}. // Lettre manuscrite reçue au magasin : tout s'est bien passé, et l'enfant a
  dessiné le camion.
wanted: Que le mot arrive à ceux qui étaient là. // Rien, seulement le dire.
---
+12 seller: Je colle la lettre en salle de pause. « Ils ont balayé avant de partir. » // Mot reçu : « Votre monteur a attendu que le bébé dorme
  pour visser. » On garde.
+20 > workshop: Ça, c'est Rachid. // Merci de l'avoir transmis jusqu'à l'atelier.
+9 seller@customer: {Bonjour}, votre mot est affiché là où il fallait. Merci à vous. // {Bonjour}, lu à voix haute ce matin devant tout le monde.
+2 seller status solved
2d 09:30 seller status closed

== pick-up-in-shop
products: chairs armchair desk
severity: low
title: Retrait en magasin, {produit} // {Produit} à retirer // Retrait {order}
happened: Vient chercher {le_produit} {day+2} avec une petite voiture. // Souhaite retirer {le_produit} plutôt qu'attendre la livraison.
wanted: Être sûr{e} que cela rentre dans le coffre. // Que tout soit prêt à l'accueil.
constraints: Ne peut pas porter seul{e}. // Passe entre 12 h et 13 h.
---
+15 seller: Carton de 92 par 60 : ça passe banquette rabattue. Je le mets près de la porte. // Préparé, étiquette {order}, sous l'escalier.
+10 seller@customer: {Bonjour}, tout est prêt, et l'un de nous portera jusqu'à la voiture. Le carton fait 92 cm sur 60. // {Bonjour}, demandez
  {seller} à l'accueil, on vous aide à charger.
2d 12:50 seller: Parti. Coffre fermé avec un tendeur. // Retiré, bonne humeur générale.
+3 seller status solved
4d 18:00 seller status closed
"""

ENGLISH = """
== felt-pads
products: table armchair sideboard
for: anyone
severity: low
title: Felt pads for {product} // {Product}: pads for a wooden floor // Floor protection, {product}
happened: The {product} came without felt pads and the floor is new. // An oiled floor, and the {product} already leaves a line.
wanted: A set of pads. // To know which ones.
---
+12 seller takes
+20 seller@customer: {Hello}, a set is in today's post, free of course. Wipe the feet before you stick them. // {Hello}, pads are waiting at the
  desk, or we post them, as you like.
1d 10:30 seller: None in the box. Worth adding to every {model} order. // Posted. A kind question deserves an answer the same day.
+3 seller status solved
3d 10:00 seller status closed

== cleaning-question
products: table sideboard dresser
severity: low
let stain: A ring from a hot mug // A splash of red wine // Crayon
title: How to clean the {product} // {stain} on the {product} // Care question
happened: {stain} on the {product} since last night. // {stain}: what can be done without making it worse?
wanted: The right thing to do, today. // Advice that has been tried.
opens: service
---
+7 service: One for the joiners: {stain}, oiled oak. Soap? // {workshop}, what do we say for an oiled top?
+18 > workshop: Soft soap, along the grain, dry, a drop of oil. Never vinegar. // Damp paper for ten minutes, soap, oil. If it stays I will call by.
+6 service@customer: {Hello}, soft soap in warm water, along the grain, then a drop of oil. Tell us tomorrow how it looks. // {Hello}, no vinegar
  please. Soft soap, patience, then a little oil.
+2 service status waiting_customer
1d 16:40 service: Gone. "You would never know." // Nearly invisible, {he} said that will do.
+2 service status solved
4d 09:10 service status closed

== confirm-date
products: sofa bed wardrobe table shelves
holder: logistique
for: anyone
severity: low
title: When does the {product} come? // Confirm the date, {product} // {order}: no news
happened: Ordered on {date-19}, not a word since. // Paid for {order} three weeks ago. Silence.
wanted: The date, once, and right. // To hear that it exists.
constraints: Away on {date+9}. // Needs to book a hand for the stairs.
opens: service
---
+5 service: {logistics}, a date for {order}, {city}? // Nothing late, but nobody wrote. {logistics}, what can I say?
+14 > logistics: On the dock since yesterday, out on {day+5} in the morning. // {day+5}, morning. You can promise it.
+8 service@customer: {Hello}, the {product} is here and comes to you {day+5} in the morning. We should have written sooner. // {Hello}, it is set:
  {day+5}, before noon.
+2 service status waiting_customer
1d 09:50 service: Confirmed by reply. // {client} is happy with the date.
+2 service status in_hand
5d 12:15 logistics: Delivered. // In place by eleven.
+4 logistics status solved
8d 10:00 logistics status closed

== swatch-by-post
products: sofa armchair
severity: low
let fabric: moss velvet // oatmeal linen // brick wool
title: Swatch of {fabric} // Fabric to see at home, {product} // Sample request
happened: Cannot decide in shop light, lives too far to come back. // Liked the {product} in {fabric}, worried about a dark room.
wanted: A piece of {fabric} by post. // To compare at home.
---
+9 seller@partner: {supplier}, could you post a square of {fabric}? // Hello {supplier}, one swatch of {fabric} please, to the shop.
+2 seller status waiting_partner
+60 supplier@partner: Gone tonight, with the neighbouring shade. // Tomorrow's post, roll number on the back.
2d 10:40 seller@customer: {Hello}, two squares are on their way. Look at them in the morning and again at night. // {Hello}, swatches posted. The
  price holds until {date+30}.
+2 seller status waiting_customer
6d 15:20 seller: Chose {fabric}. Order entered. // It is {fabric}. The evening light decided.
+3 seller status solved
9d 10:30 seller status closed

== kind-words
products: bed wardrobe table
severity: low
title: A thank-you note // Kind words from {client} // Thanks for the {product}
happened: A card came for the fitters of the {product}. // Wrote to say the fitters swept up before they left.
wanted: For it to reach the right people. // Nothing at all.
---
+11 seller: Pinned in the kitchen: "They waited until the baby slept." // It says "the most cheerful people ever to carry a wardrobe".
+17 > workshop: Made my morning. // Passing it on to the van.
+8 seller@customer: {Hello}, your card hangs where it belongs. Thank you. // {Hello}, read out this morning, to applause.
+2 seller status solved
2d 09:30 seller status closed
"""
