"""What is said in the groups, in French. The format is told in ``script``; {case} and {who} name a case in hand."""

TALK = """
== logistique
ines: Quai 2 fermé demain de 6 h à 9 h pour la porte. Tout passe au quai 1, comptez vingt minutes de plus. // Le quai 1 sera nettoyé demain matin.
  Chargement au quai 2 uniquement jusqu'à 9 h.
hugo: Reçu. Je charge les grands volumes ce soir. // Vu, je décale les palettes de chaises.
rachid: Je pars à 6 h 30 alors, avant la file. // Pour moi c'est bon, je charge à 10 h.

== logistique
karim: Tournée {day+1} : {9..14} points, dont deux au quatrième sans ascenseur. Il me faut un troisième équipier. // Grosse tournée {day+1},
  {9..14} arrêts. Qui est libre le matin ?
rachid: J'en suis, à condition de finir à 15 h. // Moi, jusqu'à midi.
hugo: Je peux monter avec vous si quelqu'un tient le quai. // Je peux, Inès me remplace au quai.
ines: D'accord, je tiens le quai. // Oui, vas-y.

== logistique
hugo: Étiquettes illisibles sur le dernier arrivage, l'encre bave sur le film. Trois colis ouverts pour vérifier. // Encore des étiquettes qui se
  décollent au froid : quatre colis sans nom ce matin.
ines: Merci de ne rien charger sans le numéro de lot. J'écris au fournisseur avec les photos. // Stop sur ces colis. On les identifie un par un,
  tant pis pour l'heure.
karim: J'ai retiré les trois du camion de cet après-midi, clients prévenus. // Je garde leur place dans la tournée de demain.

== logistique
karim: Rappel utile : Vasseur répond à 7 h et à 13 h, entre les deux ils roulent. Posez vos questions avant. // Le bon moment pour joindre Vasseur :
  juste après 13 h. Le matin, écrivez sur le côté partenaire du dossier.
marc: Ça explique mes attentes de onze heures. Merci. // Noté, je préparerai mes questions la veille.
sofia: Et sur le côté partenaire, ils lisent ? // J'ai eu une réponse en vingt minutes hier, par écrit.
karim: Yann oui, tous les jours. // Oui, c'est même mieux que le téléphone.

== logistique
ines: Une date donnée au client, c'est une promesse. Si vous doutez, demandez ici avant de la dire, on répond dans la demi-heure. // Cette semaine,
  aucune date avant {day+6} sans un mot de chez nous. Le reste est plein.
lea: Et le samedi, quand personne n'est au bureau ? // Compris. Et pour les petits colis ?
ines: Le samedi c'est Karim, jusqu'à 13 h. // Petits colis : deux jours, toujours.
nadia: Merci, je l'affiche à la caisse. // Je passe le mot à l'ouverture.

== logistique
rachid: Le hayon du camion du magasin grince et s'arrête à mi-course. J'ai fini à la main. // Voyant orange au tableau du camion du magasin, il démarre
  quand même.
ines: Garage {day+1} à 8 h. D'ici là, rien au-dessus de 40 kg. // Ne roule pas avec. Je loue pour {day+1}.
samir: Je te prête Victor pour porter. // On peut décaler la pose de demain si besoin.

== logistique
ines: Inventaire des canapés {day+3} à 7 h. On compte, on ne déplace rien. // Comptage tournant {day+4} : bibliothèques et bureaux.
hugo: Je sors les listes par allée. // J'imprime les listes ce soir.
chloe: Le magasin ouvre à 9 h 30, vous aurez fini ? // On garde l'allée 3 ouverte pour les retraits ?
ines: À 9 h 15, promis. // Oui, l'allée 3 reste ouverte.

== logistique
tomasz: Container from the port lands {day+2}. I need pallet space for eleven beds, two nights. // Eleven wardrobes arrive {day+2}, can Lyon keep six
  of them until the week after?
ines: Tu as l'allée 5, elle est vide jusqu'à {day+5}. // Oui pour six, allée 5.
tomasz: Perfect, thank you. // Merci, that saves me a rental.

== logistique
karim: Dossier {case}, {who} : je garde une place dans la tournée jusqu'à ce soir, pas au-delà. // Pour {who} ({case}), la tournée est prête, il ne
  manque que la réponse.
marc: J'appelle avant 17 h. // Réponse d'ici une heure.
marc: C'est oui, tu peux valider. // Confirmé, merci d'avoir gardé la place.

== service
marc: Trois appels ce matin pour la même question : « le SMS vient-il de vous ? ». Non, du transporteur. Je propose une phrase commune. // Beaucoup
  d'appels sur les SMS du transporteur. On répond tous la même chose ?
elodie: « Ce message vient du transporteur, votre date reste celle que nous vous avons donnée. » // Je dis : « la date qui compte est celle de votre bon ».
sofia: Je prends. // Simple et vrai, j'adopte.
nadia: En magasin aussi, alors. // Je la mets à l'accueil.

== service
sofia: Je suis de permanence jusqu'à 20 h. Dossiers ouverts : quatre, tous lus. Passez-moi ce qui attend une réponse ce soir. // Permanence de ce soir
  prise. Si un client attend un appel, écrivez-le dans le dossier, pas ici.
marc: {case}, {who} : un appel entre 18 h et 19 h, tout est dans l'histoire. // Juste un mot : {who}, {case}, préfère un message.
sofia: Fait à 18 h 10. // Vu, message envoyé.

== service
elodie: Une cliente m'a dit « enfin quelqu'un qui sait ». Je n'avais rien fait d'autre que lire le dossier. // Appel de quarante secondes ce matin : tout
  était écrit. La cliente a cru que je la connaissais.
marc: C'est tout le métier. // Voilà pourquoi on écrit avant de raccrocher.
priya: Same here with Mrs Drummond last week. // It works in Edinburgh too, I tried.

== service
mathilde: Les remboursements partent à 11 h et à 16 h. Saisi avant, payé le jour même. // Nouveau : je vois les retours dès qu'ils sont scannés au quai.
  Plus besoin de m'appeler.
elodie: Et si le retour n'est pas encore scanné ? // Enfin. Merci Mathilde, merci Hugo.
mathilde: Rien ne part. Demandez à Hugo avant de promettre un jour. // Dites au client « deux jours après le retour », c'est tenu.
marc: C'est la phrase qu'il nous manquait. // Je l'ajoute à mes notes.

== service
clara: Rappel : pas de numéro de carte ni de pièce d'identité dans un dossier, même « juste pour ce soir ». // J'ai trouvé un RIB complet dans un message.
  Je l'ai fait retirer ; mettez seulement les quatre derniers chiffres.
sofia: C'était moi, pardon. Je ne le referai pas. // Bien compris.
clara: Merci de l'avoir dit. Le client n'a rien à craindre. // Rien de grave, mais ça s'apprend une fois.

== service
marc: Qui a déjà rappelé un client sans avoir de réponse à donner ? Qu'avez-vous dit ? // Un dossier sans nouvelle depuis deux jours : on appelle quand même ?
sofia: « Je n'ai pas encore la date, je vous rappelle demain à 11 h, même si je n'ai rien. » Et je rappelle. // Oui. Le silence coûte plus cher que « pas encore ».
elodie: Ça apaise plus qu'une bonne nouvelle tardive. // J'appelle toujours avant la fin de ma permanence.
nadia: À apprendre à tous les nouveaux. // On en parle lundi en réunion.

== service
elodie: {case}, {who} : quelqu'un a eu un contact hier soir ? Je ne vois rien d'écrit. // Je reprends {case} pour {who}. Rien d'autre à savoir que l'histoire ?
marc: Moi, deux minutes au téléphone, j'ai oublié d'écrire. C'est ajouté. // Une chose : appeler après 16 h.
elodie: Merci, je n'ai rien fait répéter. // Parfait, c'est noté là-bas.

== service
niamh: Irish bank holiday next Monday. Priya covers Dublin, Marc has the phone after six. // I am off {day+4}. My three open cases are with Priya, all briefed.
priya: All mine, briefs read. // Read them, nothing unclear.
marc: OK for the evening. // Je garde un œil sur le reste.

== lyon
nadia: Planning de la semaine au mur. Chloé ouvre {day+1}, Léa ferme. // Deux absences {day+2}. Qui peut venir à 13 h plutôt qu'à 15 h ?
chloe: Ça me va. // Moi, sans problème.
lea: Je ferme, mais je dois partir à 19 h pile. // Merci Chloé, je te rends la pareille.

== lyon
lea: Quand faire l'inventaire des canapés ? On ferme le rayon une heure. // Le rayon literie est à réétiqueter, on s'y met quand ?
chloe: {Day+2} à 7 h 30, avant l'ouverture. // Ce soir après 18 h, il n'y a personne.
nadia: D'accord, et café pour tout le monde. // Je vous aide.

== lyon
chloe: La cliente du {day-1} est revenue avec sa mère. Elles ont pris les deux fauteuils Odile. // Vendu : une bibliothèque Rive et le bureau qui va avec, à
  quelqu'un qui venait « juste voir ».
lea: Bravo. Elle avait hésité trois fois. // Le « juste voir » le plus cher de la semaine.
nadia: Pensez à noter l'escalier. // Et l'escalier, tu l'as demandé ?
chloe: Rez-de-chaussée, j'ai demandé en premier. // Premier étage, tournant de 90 cm, c'est dans l'histoire.

== lyon
paul: La vitrine plaît, on me l'a dit deux fois ce matin. Qui a eu l'idée des lampes ? // Je passe {day+3} avec le photographe. Rien à préparer, surtout pas.
lea: Chloé. // On range quand même un peu ?
chloe: J'avais froid aux yeux avec les néons. // Les cartons dans l'entrée, au moins.

== lyon
rachid: Retour de tournée : {4..7} livraisons, aucun retard, un chat enfui et rattrapé. // Tournée finie à 16 h. Un client m'a donné des tomates pour le magasin.
nadia: Le chat va bien ? // En salle de pause, donc.
rachid: Mieux que moi. // Il n'en reste que deux.

== lyon
lea: L'écran de la caisse 2 s'éteint tout seul. J'ai mis un mot dessus. // Le terminal de carte de la caisse 1 demande deux fois le code.
admin: Je passe à 14 h, ne le débranchez pas. // Je le remplace ce soir, utilisez la 2.
lea: Merci Thomas. // Ça marche, merci.

== astuces
samir: Armoires Solène : montez-les debout, à 6 cm du mur, et réglez les charnières porte pleine. Le schéma du fabricant est à l'envers page 4.
awa: J'ajoute : vissez le fond avant les portes, sinon elle vrille.
victor: Confirmé sur trois armoires cette semaine. La quatrième, j'avais suivi le schéma.
chloe: Je peux le dire aux clients qui montent seuls ?
samir: Oui, avec la page 4 corrigée au stylo.

== astuces
chloe: Le feutre se pose sous le pied ou sous la plinthe ? J'ai une question de client avec des tomettes anciennes. // Sur un carrelage irrégulier, cale ou vérin pour
  une commode ?
samir: Sous la plinthe, jamais sous le pied : il glisse au réglage. // Vérin si on peut percer, cale en liège sinon.
rachid: Et sur les tomettes, deux épaisseurs. // Le liège a l'avantage de ne pas sonner.

== astuces
victor: Pour ne pas rayer : la couverture de déménagement se plie en quatre sous l'angle, pas à plat. // Un carton ouvert sous le meuble vaut mieux qu'une couverture qui roule.
jeanne: Je transmets aux clients qui montent le dimanche. // Testé hier, impeccable.
awa: Et on balaie avant. Un gravier suffit. // Avec le côté lisse vers le sol.

== astuces
tomasz: Cam locks on the Rive shelves: quarter turn, stop, then the next one. Full turn on the first and the last one never closes. // For the Alba bed, do the middle
  rail last. It saves twenty minutes.
samir: Exact, et la notice ne le dit pas. // Oui, c'est ce que fait Victor.
gaelle: Je l'ai traduit pour une cliente ce matin, merci. // Je note pour Grenoble.

== astuces
awa: Vis foirée dans l'aggloméré : une allumette, une goutte de colle à bois, dix minutes. // Un trou percé trop grand : cheville bois, colle, on recoupe à ras.
lea: Ça tient vraiment ? // Avec quelle colle ?
awa: Mieux que l'original. // La blanche, rapide.
nadia: J'ai vu le résultat chez un client, rien à redire. // Merci Awa.

== astuces
rachid: Escalier tournant : mesurez au plus étroit, à hauteur de hanche, pas au sol. C'est là que ça coince. // Avant de monter un canapé, enlevez les pieds. Toujours.
jeanne: À mettre dans la fiche de vente. // Même les pieds collés ?
rachid: J'en ai fait un croquis, demandez-le-moi. // Il n'y a pas de pieds collés chez nous, heureusement.
nadia: Croquis affiché à l'accueil. // Noté.

== astuces
hugo: Qui a le gabarit des étagères Rive ? Il n'est plus au clou. // Le petit niveau laser a disparu de la caisse.
victor: Dans le camion, sous le siège. // Il charge à l'atelier.
hugo: Trouvé. // Merci.

== soldes
paul: Règle de cette fois : pas de promesse de livraison avant {day+12} sans l'accord de la logistique. // On affiche la date de livraison sur l'étiquette du prix. Une date vraie.
ines: Merci. On répond dans la demi-heure. // Je vous donne les dates chaque lundi.
lea: Et pour les retraits en magasin ? // Et si elle bouge ?
ines: Libre, tant que c'est en rayon. // On change l'étiquette, et on appelle ceux qui ont signé.

== soldes
benoit: À Grenoble il me manque deux personnes le premier samedi. Lyon peut prêter ? // Nous ouvrons à 9 h ou à 8 h 30 le premier jour ?
nadia: Une, jusqu'à 14 h. // 8 h 30, comme d'habitude, et on respire.
jeanne: Avec une, on tient. // Bien, je préviens l'équipe.

== soldes
chloe: Étiquettes imprimées pour les {3..6}0 modèles. Il reste les buffets, prix à confirmer. // Les étiquettes rouges se lisent mal sous les spots, je propose du crème.
paul: Buffets : moins vingt, pas plus. // D'accord pour le crème.
chloe: Imprimé. // J'en refais un jeu.

== soldes
marc: Côté service, ce qui a fait mal la dernière fois : les échanges refusés « parce que soldé ». On décide avant ? // La dernière fois, la moitié des appels venait d'une seule phrase sur l'affiche.
paul: Échange accepté, remboursement en avoir seulement si le client le préfère. // Laquelle ?
nadia: Clair. Je l'écris sur la fiche. // « Dans la limite des stocks ».
marc: Merci, ça nous évitera cent conversations. // On l'enlève.

== soldes
elodie: Je prépare les réponses types en deux langues. Qui relit l'anglais ? // Combien d'appels attendons-nous le premier lundi ?
nadia: Demande à Aoife, elle est rapide. // Deux cents, d'après le cahier.
elodie: Relu dans l'heure, merci Aoife. // On sera quatre, ça ira.

== atelier
samir: Trois réparations {day+1} : un plateau, une porte, une traverse. Awa prend le plateau. // Semaine chargée : {5..8} reprises. On commence par celles qui attendent depuis le plus longtemps.
awa: Il me faut de l'huile mate, le bidon est vide. // D'accord, je prends les deux plus anciennes.
victor: J'en rapporte de Bron. // Je fais la tournée de l'est.

== atelier
victor: La scie à format vibre depuis ce matin, je l'ai arrêtée. // L'aspirateur de la ponceuse ne tire plus.
samir: Bon réflexe. Réparateur {day+2}. // Filtre. J'en ai commandé deux.
awa: On coupe à la main jusque-là, rien d'urgent. // En attendant, on ponce dehors.

== atelier
awa: Lot {3..8}12 : encore un sachet avec sept tourillons au lieu de huit. // Les charnières du dernier lot ont deux millimètres de jeu.
samir: J'ouvre tous les sachets du lot. J'en parle au fournisseur avec le compte exact. // Mets-les de côté, on les renvoie ensemble.
rachid: J'ai des tourillons d'avance dans le camion. // Compris, je n'en prends plus.

== atelier
samir: Visite de l'école de menuiserie {day+4}, six élèves. Qui leur montre la reprise à l'huile ? // On m'a demandé une démonstration au magasin {day+5}. Volontaire ?
awa: Moi. // Moi, si c'est le matin.
victor: Je montre le démontage des armoires, ça les fera rire. // Je t'accompagne.

== nouveaux
gaelle: Question bête : quand un client rappelle et que le responsable du dossier est absent, je prends ou je laisse ? // Je n'ose pas écrire sur le côté client. Et si je me trompe ?
nadia: Pas bête du tout. Tu lis, tu réponds, tu écris ce que tu as dit. Le dossier reste à son responsable. // Écris court et vrai. Et relis le bandeau : il dit qui lira.
clara: Et si c'est un dossier restreint, tu ne le verras pas : c'est normal. // Une faute se corrige, la première version reste visible chez nous.
gaelle: Merci, c'est clair. // Merci, je me lance.

== nouveaux
victor: Premier mois terminé. Ce que j'aurais aimé savoir : les histoires se lisent de bas en haut la première fois. // Petite découverte : on peut chercher un client par les derniers chiffres de son téléphone.
chloe: Moi, c'était « une date, ça se demande avant ». // Même avec des espaces ?
nadia: Je garde vos deux phrases pour les suivants. // Oui, essaie.

== nouveaux
priya: Is there a list of French words for furniture parts? I keep pointing at things. // How formal are we with French customers in writing?
chloe: Tourillon = dowel, charnière = hinge, plinthe = skirting. I send you the rest. // Always "vous", and the name they gave us.
priya: You are a star. // Merci beaucoup.

== nouveaux
callum: First solo Saturday. Four orders, one apology, no tears. // Somebody rang about a case that was not mine, and I could actually answer.
aoife: That is a very good Saturday. // That is the whole idea. Well done.
gaelle: Bravo. // Ça fait plaisir, non ?

== erable
paul: Le propriétaire d'Annecy accepte le principe. Visite {day+3}, discrète, pas de voiture du magasin. // Le bail est à lire avant {day+2}. Je vous le remets en main propre.
benoit: Je viens, je connais la rue. // Je le lis ce soir.
mathilde: J'ai les trois derniers bilans. Sains, un stock un peu ancien. // Le loyer est tenable si on garde deux tiers de la surface.
nadia: Sept personnes y travaillent. C'est ma première question. // Et l'équipe ?
paul: La mienne aussi. On garde tout le monde. // Elle reste, c'est une condition que je pose.

== erable
clara: Rappel : ce groupe est secret, rien dans les agendas partagés. // Pour le fichier clients, il faudra les informer avant la reprise. Je prépare le texte.
paul: C'est fait, j'ai renommé mes rendez-vous. // Très bien, une page au plus.
benoit: Pareil. // Je relirai volontiers.
"""
