"""What is said in the groups about the craft: the counter, the road, the bench; in both languages, as in ``script``."""

TALK = """
== logistique
hugo: Le transpalette électrique ne tient plus la charge après midi. Je le branche à la pause. // Film étirable : il en reste deux rouleaux, la livraison
  est pour {day+3}.
ines: Commandé un chargeur neuf, là {day+4}. // Prends ceux de l'atelier en attendant.
samir: On en a un à l'atelier, il dort. // Servez-vous, étagère du fond.
hugo: Je passe le prendre ce soir. // Merci, je note.

== logistique
karim: Pour ceux qui demandent : oui, on peut livrer le soir à Lyon et Villeurbanne, jusqu'à 20 h, le mardi seulement. // La tournée de l'ouest passe
  désormais le mercredi et le vendredi. Pas le lundi.
lea: C'est vendu en deux minutes, merci. // Je corrige le carton à l'accueil.
marc: Sans supplément ? // Et pour les dossiers déjà promis un lundi ?
karim: Sans supplément, c'est un essai de deux mois. // Tenus. Je les ai comptés, il y en a trois.

== logistique
ines: Bilan du mois : {91..97} % des dates tenues, et toutes les autres annoncées avant le jour. C'est la deuxième partie qui compte. // Sur les
  {4..9} dates manquées ce mois-ci, une seule a été apprise par le client avant nous. Une de trop, mais on vient de loin.
nadia: Bravo au quai. // Laquelle ?
karim: Et merci aux vendeurs qui demandent avant de promettre. // Celle du {date-9}, le SMS automatique est parti tout seul. Il est coupé depuis.

== logistique
rachid: Pont fermé à Givors jusqu'à {day+6}, comptez trente minutes. // Marché sur la place {day+1} à Villeurbanne, aucun stationnement avant 14 h.
karim: Tournée refaite, deux clients prévenus. // Je passe les deux points de la place à l'après-midi.
sofia: J'ai eu l'un des deux, il était content de l'apprendre ce matin et pas sur le trottoir. // Ils sont prévenus tous les deux, réponses dans les dossiers.

== logistique
samir: Qui a emballé la commode Anis partie {day-2} ? Pas un coup, des coins en carton pliés à la main. // Le plateau Cassis est arrivé à l'atelier sanglé
  sans protection. Rien de cassé, par chance.
hugo: Moi. J'ai repris l'idée d'Awa. // C'était la fin de poste, je reprends la consigne avec l'équipe.
ines: On en fait la règle. // Merci Hugo.

== logistique
chloe: Petite question : un client veut être appelé trente minutes avant. Je l'écris où pour que le chauffeur le voie ? // Si un client change de code d'immeuble
  la veille, qui le dit au chauffeur ?
karim: Dans l'histoire, à « contraintes ». La feuille de route le reprend le matin. // Toi, dans le dossier, côté transporteur. Il le lit à 7 h.
rachid: Et je le fais, à chaque fois. // Confirmé pour notre camion aussi.

== service
sofia: Quelqu'un a une jolie façon de dire non à un report de plus de deux mois ? // Comment annoncez-vous un retard quand la nouvelle date n'est pas encore connue ?
elodie: « Je peux vous garder le prix, pas la place. » // La raison d'abord, puis l'heure de mon prochain appel. Jamais « au plus vite ».
marc: Très bon. // « Au plus vite » ne veut rien dire, je l'ai banni.

== service
marc: Beau cas ce matin : une dame appelle pour son fils, pour sa mère, et pour elle. Trois dossiers, une seule histoire, dix minutes. // Un monsieur m'a remercié de ne pas lui
  avoir fait épeler son nom. C'est tout ce qu'il voulait.
elodie: Tu les as reliés ? // On mesure mal ces choses-là.
marc: Chacun renvoie aux deux autres, par la référence. // Mais on les retient.

== service
elodie: Pensez à la langue : trois clients de Grenoble préfèrent l'anglais, c'est écrit sur leur fiche. // Je vois des réponses sans « Bonjour » du côté client. On écrit à des gens, pas à des tickets.
priya: Happy to take those. // Noted here too, and the name goes with it.
elodie: Le premier est pour toi dès demain. // Merci.

== service
nadia: En magasin, on nous demande « qui m'a répondu hier soir ? ». Signez de votre prénom, ça change tout. // Je cherche la phrase la plus simple pour dire qui a le dossier.
sofia: Je signe depuis le début, on me reconnaît au téléphone. // « C'est Marc qui s'en occupe, jusqu'à demain 14 h. »
marc: Pareil. // Oui, le prénom et l'heure.

== service
mathilde: Deux virements sont revenus ce matin : IBAN faux d'un chiffre. Je rappelle les clients ou vous le faites ? // Une banque refuse nos annulations depuis hier. Si on vous appelle pour cela, dites que c'est connu.
marc: Je le fais, ils me connaissent. // Connu, et réparé quand ?
mathilde: Merci, les dossiers sont à jour. // Demain midi, je l'écrirai ici.

== service
clara: Une cliente demande tout ce que nous savons d'elle. Réponse sous un mois, je m'en charge ; d'ici là ne changez rien à son dossier. // Rappel : la voix d'un client enregistrée sur un téléphone privé n'a rien à faire chez nous. Écrivez ce qui a été dit.
elodie: Je lui ai dit qu'elle aurait un accusé aujourd'hui. // Et un message vocal reçu sur le fixe ?
clara: Parfait, il part à midi. // Écouté, écrit, effacé.

== lyon
chloe: Le rayon chambre sent la cire depuis ce matin, trois personnes l'ont remarqué en bien. // Une petite fille a demandé si le buffet Rive avait une cachette. Il en a une.
lea: C'est Awa qui a repris la commode Lise. // Ne dis pas où.
nadia: Qu'elle revienne plus souvent. // Trop tard, elle l'a trouvée.

== lyon
nadia: Objectif de la semaine : chaque commande sort avec l'étage, l'ascenseur et l'escalier. Le reste viendra tout seul. // Deux commandes sans téléphone cette semaine. On ne peut pas prévenir quelqu'un qu'on ne peut pas joindre.
lea: Et les contraintes de jours. // La mienne, le client n'avait pas de portable. J'ai mis sa fille.
chloe: J'ai fait une carte mémo, elle tient dans la poche. // Bonne idée, la fille.
nadia: Tu m'en gardes une. // Très bien, et écris-le dans l'histoire.

== lyon
lea: Quelqu'un a-t-il un mètre de cinq mètres qui ferme bien ? // L'escabeau du fond a perdu un patin.
rachid: Dans le camion, prends-le. // Je le répare ce soir.
lea: Merci. // Merci Rachid.

== lyon
paul: Une journaliste passe {day+2} pour un article sur les meubles qui durent. On lui montre l'atelier ? // Deux étudiantes en design veulent observer une matinée de vente. {Day+3} vous convient ?
nadia: Oui, et pas la vitrine. // Oui, avec Chloé, elle explique bien.
samir: Elle sera bien reçue, mais on ne range pas. // Et l'après-midi à l'atelier, si elles veulent.

== lyon
chloe: Le vieux monsieur du samedi est passé. Il ne veut rien acheter, il aime seulement ouvrir les tiroirs. // Un couple s'est installé à la table Orme avec ses propres tasses, pour voir.
nadia: Qu'il vienne quand il veut. // Et alors ?
lea: Il m'a appris à reconnaître le noyer. // Ils l'ont prise. Les tasses vont bien avec.

== astuces
dara: Oil first, wax never: wax under oil peels in a year. Ask me how I know. // Cork under the back feet of a tall bookcase, two millimetres, and it leans where it should.
awa: Je sais, moi aussi. // La même astuce chez nous, avec du feutre dense.
victor: On a tous fait l'erreur une fois. // Et deux équerres au mur, toujours.

== astuces
gaelle: Un client monte seul une commode Lise : par quoi doit-il commencer ? // Peut-on monter la bibliothèque Nils couchée si le plafond est bas ?
victor: Les glissières, à plat, avant les côtés. Après, c'est trop tard. // Oui, mais il faut la diagonale : hauteur et profondeur, plus deux centimètres.
samir: Et la façade en dernier, sans serrer. // À 2,40 m de plafond, elle passe tout juste.
gaelle: Il a tout compris, merci. // Je mesure avec elle, merci.

== astuces
rachid: Sangle autour du genou plutôt que de l'épaule pour les descentes. Mon dos vous le dit. // Un vieux drap sous un buffet et deux personnes : il glisse sans une trace.
hugo: J'essaie demain. // Même sur du carrelage ?
awa: Le mien confirme. // Surtout sur du carrelage.

== astuces
samir: Tiroir qui coince par temps humide : bougie blanche sur la tranche, jamais de savon. // Odeur de carton dans une armoire neuve : portes ouvertes deux jours, un bol de marc de café.
jeanne: Je le dis tel quel aux clients. // Le marc marche vraiment ?
nadia: Et ça ne laisse pas de trace ? // Depuis vingt ans chez ma mère.
samir: Aucune, sauf sur la bougie. // Alors je l'écris.

== astuces
victor: Charnière invisible sur le buffet Cassis : le réglage de profondeur est derrière le cache, pas devant. // Vis de 35 au lieu de 40 dans le sachet du bureau Alto : ça tient, mais prévenez l'atelier.
chloe: Dix minutes que je cherchais. // Je viens d'en voir un. Sachet gardé.
victor: Tout le monde cherche. // Merci, j'en ai besoin pour le fabricant.

== soldes
jeanne: On met les patins d'office dans les commandes de chaises ? Ça nous évite dix appels par semaine. // Les échantillons de tissu partent vite. On les prépare par dix ?
paul: Oui, l'atelier les offre. // Par vingt.
ines: Je les ajoute à la préparation. // Luc m'en envoie un carton.

== soldes
nadia: Affiches arrivées, lisibles de la rue, sans point d'exclamation. // Les horaires élargis sont à l'entrée, au téléphone et sur le site, les trois disent la même chose.
chloe: Merci pour cela. // J'ai vérifié la quatrième : le répondeur. Il disait encore l'ancien.
paul: C'était un combat. // Corrigé, merci.

== soldes
benoit: Combien de buffets Rive au total ? J'en ai promis zéro pour l'instant. // Peut-on réserver un modèle d'exposition pendant les soldes ?
ines: {14..26}, dont six chez vous. // Oui, dans l'outil, avec un nom. Jamais sur un papier.
benoit: J'en promettrai six, alors. // On a appris.

== soldes
lea: Idée : le premier soir, on rappelle tous ceux qui ont attendu une date depuis trois semaines, même sans nouvelle. // Idée : écrire au dos de l'étiquette la date de livraison si l'on achète aujourd'hui.
marc: Je prends la moitié de la liste. // Elle change chaque jour, ta date.
elodie: Et moi l'autre. // Alors au crayon.
paul: Voilà une dépense que j'approuve. // Au crayon, d'accord.

== atelier
awa: Le bureau Plume de l'exposition est prêt, vernis sec, il peut repartir. // La table Orme reprise le {date-6} est finie, elle a un plus beau fil qu'avant.
rachid: Je le prends demain avec les lattes. // Je la livre {day+1}.
samir: Merci, il gênait la presse. // Photo avant et après pour le cahier, s'il te plaît.

== atelier
victor: J'ai trié les quincailleries par modèle et non par taille. On trouve en dix secondes. // Boîte des pièces rares remplie, liste au mur. Prenez, mais rayez.
awa: Enfin. // J'ai rayé deux tourillons.
samir: Et on remet au même endroit, surtout moi. // Bien, la liste se tient.

== nouveaux
chloe: Je croyais qu'il fallait tout savoir avant de répondre. En fait il faut dire quand on saura. // J'ai enfin compris la différence entre « en attente du client » et « en attente du partenaire ».
gaelle: Ça m'a libérée aussi. // Moi je regarde à qui je pourrais téléphoner.
nadia: C'est la meilleure leçon du mois. // C'est exactement le bon test.

== nouveaux
admin: Si un écran vous résiste, écrivez-le ici : il y a souvent un raccourci que personne ne vous a montré. // Pour chercher vite : la barre oblique, puis trois lettres.
victor: Où voit-on qui suit un dossier ? // Ça marche aussi avec un bout de téléphone ?
admin: À droite, sous le brief. // Oui, les quatre derniers chiffres suffisent.

== nouveaux
callum: What do you write when nothing happened? // How long should a story be?
aoife: That nothing happened, and when you look again. // Five short lines. If it needs six, it is two stories.
priya: Two lines, thirty seconds. // Their words, not ours.

== dublin
conor: The "never before nine" customer sent her neighbour instead. I had the name in the case, so we let the sofa go. // Someone asked for "the table from the advert". We have no advert. We found the table.
aoife: Well read. // Which one?
niamh: And she rang to thank us for not phoning at eight. // Orme, the big one.

== dublin
dara: Two repairs today, one of them only needed the screws turned. I wrote how, so the next person can say it on the phone. // The Anis drawers come with the runners swapped, left for right. Easy once you know.
niamh: I used it an hour later. // I have a caller with exactly that.
dara: That is a record. // Then you can save me a trip.

== dublin
aoife: Lovely morning: five deliveries, five calls the evening before, no surprises. // Quiet Tuesday. Could we spend an hour on the returns shelf?
tomasz: Six tomorrow, calls done. // Done by four, I will bring gloves.
conor: I might go home at six for once. // I will bring labels.

== edinburgh
callum: A passer-by asked when we open upstairs. I gave a date and wrote his name down. // The first customer has asked for a piece that will only be upstairs.
isla: Which date? // Then put it by in the tool, with the name.
callum: Yours, the printed one. // Done, no pencil involved.
isla: Good man. // Good.

== edinburgh
isla: The lift inspection is {day+4}. No heavy pieces upstairs before it passes. // Fire officer came, two notes: a sign and a door that sticks.
tomasz: I will hold the wardrobes in Dublin. // Sign is on order.
priya: And I will tell the two customers who hoped to see them. // Dara can plane the door when he brings the beds.

== erable
paul: La visite s'est bien passée. Trois étages, un monte-charge, une équipe qui connaît ses clients par leur nom. // Le notaire demande deux semaines de plus. Je préfère cela à une surprise.
benoit: Le monte-charge change tout. // Nous aussi.
nadia: Et les noms encore plus. // On prévient l'équipe de là-bas ?
paul: Oui. C'est ce qu'on achète. // Le propriétaire le fait lui-même, {day+4}.

== erable
mathilde: Stock évalué : un tiers se vend, un tiers se répare, un tiers se donne. // Compte prévisionnel prêt : équilibre au dix-huitième mois, sans rien forcer.
paul: Le troisième tiers ira à une ressourcerie. // C'est honnête, j'aime mieux.
benoit: J'en connais une, sérieuse. // Je le relis demain.
"""
