"""What is said in the groups at greater length: weekly notes, lists, decisions. ``¶`` begins a new line, as in ``script``."""

TALK = """
== logistique
ines: **La semaine au quai** ¶ - {day+1} : arrivage de {12..30} colis, matin ¶ - {day+2} : tournée sud complète ¶ - {day+3} : contrôle des retours, tout ce qui est sur l'étagère grise
  // **À savoir pour les prochains jours** ¶ - quai 1 réservé aux retours le matin ¶ - tournée est avancée d'une heure ¶ - dernier départ du camion du magasin à 16 h
karim: Je cale les retraits entre les deux. // Feuilles de route à jour.
rachid: Noté, je pars plus tôt {day+2}. // Vu.

== logistique
karim: Quand un client refuse un jour, écrivez le jour et la raison. ¶ « Pas le samedi » suffit ; « préférerait éviter » ne suffit pas, l'outil ne sait pas lire la politesse. // Trois choses qui
  évitent un retour : ¶ 1. l'étage ¶ 2. la largeur la plus étroite ¶ 3. quelqu'un au téléphone ce jour-là
lea: C'est joliment dit. // La deuxième m'a sauvée hier.
marc: Je le mets dans notre fiche. // On y ajoute le code de la porte ?
karim: Avec plaisir. // Oui, en quatre.

== logistique
hugo: Inventaire tournant terminé, allées 1 à 4 : deux écarts, expliqués. Le fauteuil Odile introuvable était à la photo. // Allée 6 rangée par date de départ. Le plus pressé est devant, le plus patient au fond.
ines: Le studio nous doit une signature. // Ça se voit depuis la porte.
hugo: Obtenue. // C'était le but.

== service
sofia: Note de fin de permanence : ¶ - deux rappels faits, clients contents ¶ - une date à confirmer demain avant 10 h ¶ - rien qui ne soit écrit dans son dossier // Passage de relais : trois dossiers en attente d'un partenaire,
  aucun en attente de nous. C'est la première fois ce mois-ci.
marc: Je prends celle de 10 h. // Belle soirée, alors.
sofia: Bonne soirée. // Belle soirée.

== service
marc: Ce que j'essaie depuis une semaine : lire l'histoire **à voix basse** avant d'appeler. On n'attaque plus par « pouvez-vous me rappeler votre numéro ». // Petit test : sur dix appels, combien de fois ai-je
  demandé quelque chose qui était déjà écrit ? Deux. Hier, quatre.
elodie: J'adopte. // On fait tous le test demain ?
niamh: Same, and it takes twelve seconds. // I am in.
sofia: Douze secondes bien placées. // Moi aussi, je compte.

== service
elodie: Un modèle qui marche pour dire une mauvaise nouvelle : ¶ > ce qui se passe, ce que nous faisons, quand je vous rappelle ¶ ¶ Dans cet ordre, sans adjectif. // Les trois mots que je retire de mes messages : « malheureusement », « normalement », « rapidement ».
nadia: Je l'affiche. // J'en ajoute un : « veuillez ».
paul: Je le vole pour mes mails. // Et « suite à ».
elodie: Il est à tout le monde. // La liste s'allonge.

== service
priya: Weekly numbers for the islands: {14..22} cases opened, {12..20} closed, nobody waited more than a day for a first answer. // A note on phrases: "I will look into it" means nothing to a customer. "I will call you at four" does.
niamh: And one cake. // Stealing it.
marc: Le gâteau compte double. // Même règle ici.

== lyon
nadia: **Réunion de {day+1}, quinze minutes, debout** ¶ 1. l'étage et l'escalier à la vente ¶ 2. les réservations d'exposition ¶ 3. qui ferme samedi // Compte rendu express : on garde l'ouverture à 9 h 30, on note les réservations dans l'outil, et Chloé forme Léa à la caisse 2.
lea: Je peux présenter le premier point. // Ou l'inverse.
chloe: Je ferme samedi. // On se formera ensemble.

== lyon
lea: Trois clients cette semaine m'ont dit avoir vu leur vendeur « déjà au courant » en revenant. C'est l'outil, mais je n'ai pas démenti. // On m'a offert un bouquet pour une date tenue. Pas avancée, pas offerte : tenue.
paul: Ne démens jamais. // Le plus beau compliment du métier.
nadia: Savoure. // Mets-le à l'accueil.

== lyon
chloe: Le canapé Brume de l'entrée a perdu son étiquette de prix, j'ai vérifié au catalogue avant de répondre. // Le fauteuil Odile bleu part au shooting {day+2}, retour {day+4}. Ne le vendez pas entre les deux.
nadia: Bon réflexe. // Je le mets en réservé dans l'outil.
lea: J'en réimprime une. // Merci, j'allais le promettre.

== astuces
samir: **Poser une armoire sur un sol qui penche** ¶ 1. trouver le point haut ¶ 2. caler à partir de lui ¶ 3. régler les portes en dernier ¶ ¶ Dans l'autre ordre, on recommence. // **Avant de percer** ¶ - détecteur, toujours
  ¶ - le mur sonne creux : cheville à bascule ¶ - carreau ancien : ruban adhésif et petite vitesse
jeanne: Merci, je l'imprime pour les clients courageux. // On devrait vendre le ruban avec.
awa: Le point 1 prend deux minutes et en gagne trente. // Et le courage.

== astuces
awa: Retouche invisible : on teinte la cire **plus claire** que le bois, jamais pareille. En séchant elle fonce. // Un plateau huilé se reprend par zones, un plateau verni jamais. Regardez avant de promettre.
dara: Learned that on my own table. // Same for lacquer.
gaelle: Je comprends enfin pourquoi la mienne se voyait. // Comment les reconnaître ?
awa: On a tous la nôtre. // Une goutte d'eau sous le plateau : elle perle, c'est verni.

== astuces
conor: Customer's own trick, and it is good: photograph each bag of screws next to its page before opening it. // Bread tags hold cables behind a desk better than anything we sell.
victor: Simple et malin. // Je confirme, j'en ai un sac.
tomasz: I will say it was my idea. // Please do not sell them.

== soldes
paul: Décision, après avoir écouté tout le monde : **pas de supplément du soir** pendant les soldes. ¶ Ce que nous perdons en livraison, nous l'avons déjà perdu l'an dernier en appels. // Décision : les meubles
  d'exposition ne se réservent plus sans arrhes **et** sans nom dans l'outil.
nadia: Merci. // Enfin.
marc: Le service respire déjà. // Cela nous évitera des samedis difficiles.
ines: Je l'intègre aux tournées. // Je préviens le quai.

== soldes
ines: Capacité de livraison, chiffres sûrs : ¶ - semaine 1 : {90..110} points ¶ - semaine 2 : {120..140} points ¶ - au-delà, demandez-moi // Mise à jour : la deuxième semaine est à moitié pleine, la première l'est.
paul: C'est plus que je n'espérais. // Alors on vend la troisième, avec sa date.
chloe: On l'affiche au dos du comptoir ? // Je mets à jour le comptoir.
ines: Oui, au crayon. // Merci.

== atelier
samir: **Semaine de l'atelier** ¶ - Awa : plateaux et vernis ¶ - Victor : montages chez les clients ¶ - moi : ce qui traîne depuis plus de dix jours // Règle que je me donne : aucune reprise ne dort plus de dix jours sans que le client sache pourquoi.
victor: J'ai trois montages, deux à Lyon, un à Givors. // On en a deux à dix jours aujourd'hui.
awa: Le vernis sera sec {day+2}. // Je les appelle ce matin.

== dublin
aoife: **This week on the floor** ¶ - {day+1}: window changes ¶ - {day+2}: Dara shows how to true a door ¶ - {day+4}: count of the chairs, tea first // Three things that worked last week: ringing the evening before, asking about stairs, and saying who answers next.
conor: I will be there for the door. // And the biscuits.
dara: Bring a screwdriver and patience. // Four things, then.

== dublin
niamh: A customer said she dreads being passed on. I told her: nobody passes you on here, they pass the story on. She liked that. // I counted: forty calls this week, and only three needed me to ask what happened. They were new.
conor: That one is going on the wall. // Remarkable.
tomasz: Next to the letter. // It used to be all forty.

== dublin
tomasz: Returns this week: ¶ 1. two chairs, split leg, same batch ¶ 2. one headboard, wrong shade ¶ ¶ Both reported to the maker with pictures in words. // Port is slow until {day+4}. Anything promised before then needs a word with me first.
aoife: Thank you for the batch number. // Understood.
conor: I had promised one of those, I will ring now. // One affected, I will ring before they do.

== edinburgh
isla: **Where we stand** ¶ - floor: done ¶ - light: {day+2} ¶ - stock: two thirds here ¶ - people: one more Saturday hire // **Open questions** ¶ - who answers the phone on opening day ¶ - where the returns shelf goes ¶ - do we need a second ladder
callum: I can do the light with the electrician. // I answer, all day.
priya: The hire starts {day+6}. // By the lift, and yes.
paul: Très bien, I bring the ribbon. // I will ask for the ladder.

== nouveaux
nadia: **Première semaine, sans pression** ¶ 1. lisez cinq dossiers fermés ¶ 2. écoutez deux appels ¶ 3. écrivez une histoire avec quelqu'un à côté // Vous avez le droit de dire à un client : « je suis nouveau, je vérifie et je vous rappelle à 15 h ». Et de rappeler à 15 h.
gaelle: Le 2 m'a fait le plus peur et le plus de bien. // Je l'ai dit hier. Il a été adorable.
callum: Number three is the one I would have skipped. I am glad I did not. // It works in English too.
"""
