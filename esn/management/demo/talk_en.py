"""What is said in the groups, in English. The format is told in ``script``."""

TALK = """
== dublin
aoife: Opening rota is on the door. Conor opens {day+1}, I close. // Short on {day+2}: can anyone start at noon?
conor: Fine by me. // I can, if somebody takes the stock count.
niamh: I have the phones from nine. // I will count.

== dublin
conor: The Odile armchair in the window sold before I had finished moving it there. // Somebody came in for a lamp and left with a table. We do not sell lamps.
aoife: Put another one in, then stand back. // Did you ask about their stairs?
conor: Done. Brick this time. // Ground floor, double doors, I asked first.

== dublin
tomasz: Van is at the garage until noon. Two deliveries move to the afternoon, both customers told by me. // Traffic on the quays this morning, the first drop will be late by half an hour. I have rung ahead.
aoife: Thank you for ringing them first. // That is how to do it.
niamh: One of them wrote back to say thanks. // She mentioned it. She was pleased.

== dublin
niamh: Three people asked today whether the text about delivery was really from us. I said the date on the order is the one that counts. // Callers keep quoting a tracking page that we cannot see.
conor: I say the same at the desk. // Ask them to read it out and write it in the case.
aoife: Let us all use that sentence. // Good. I will raise it with the carrier.

== dublin
aoife: Stock count {day+3} at seven, tea provided. // Fire drill {day+2} at ten. It takes six minutes and no longer.
tomasz: I will print the lists by aisle. // I will take the back door.
conor: Biscuits? // With customers in the shop?
aoife: Obviously. // Yes, that is the point of it.

== dublin
conor: A man measured our display sofa with his own arms. It fits, apparently. // A child hid in the Solène wardrobe for ten minutes and nobody noticed.
niamh: Write the arms down in the case. // Everyone well?
conor: One metre ninety, I checked with a tape. // Very. The parents bought the wardrobe.

== dublin
niamh: {who}, {case}: the whole story is in there, I am off at five and Priya has it. // Anything new on {case}? {who} would like a word today.
conor: Nothing to add from the floor. // Tomasz will know by three.
tomasz: Slot confirmed, I put it in the case. // It is in, morning slot, please ring.

== dublin
tomasz: The stair question works. Two sofas this week came apart before they left the yard, not on somebody's landing. // Please ask about lifts as well as stairs. A lift of eighty centimetres is not a lift.
conor: Told you. It is the second thing I ask now. // Added to my list.
aoife: Send it to Lyon, they will love it. // Very true.

== dublin
aoife: We had a letter. "I rang three times and got three people, and I only told it once." // Numbers from last month: more orders, fewer calls. The two go together.
niamh: Frame it. // Because nobody has to ring twice.
conor: Which three? // I will take it.
aoife: All of us. // Me too.

== dublin
conor: Has anyone the long ladder? // The card reader at the desk asks for the code twice again.
tomasz: Stockroom, behind the beds. // Pull the cable, count to ten.
conor: Got it. // That worked, thanks.

== edinburgh
isla: Floor is sanded, first coat {day+1}. Nobody upstairs until {day+3}, please. // Electricians finish {day+2}. After that it is paint and patience.
callum: I have put a rope and a polite note. // Which colour won?
isla: How polite? // Warm white, by one vote.
callum: It says please twice. // Mine.

== edinburgh
paul: Budget holds, with four per cent left for surprises. // I come over {day+5}, one night. What should I see first?
isla: The surprise was the window, two per cent. // The staircase. It decides what we can show.
aoife: You can borrow our display lamps. // And eat at the corner, not at the hotel.

== edinburgh
tomasz: Twenty-two pieces leave Dublin {day+4}. Who receives? // Customs papers for the opening stock are ready, checked twice this time.
callum: I do, from eight. // Bless you.
priya: I will count and photograph. // What was wrong the first time?
tomasz: Two sofas need four hands. // A weight typed twice. Never again.

== edinburgh
priya: Draft of the invitation for customers who waited for us to open: short, their name, one date. // Sixty people asked to be told when the second floor opens. I would rather write to each than send a blast.
isla: Lovely. Take out "exclusive". // Agreed, sixty is not many.
aoife: And say there is a lift. // I can help with twenty.

== edinburgh
callum: Interviewed four people for Saturdays. Two asked what happens after the sale. I would hire those two. // The new starters come {day+3}. Can they spend a morning with Priya on the phones?
isla: Hire those two. // Please, before they sell anything.
priya: Send them to me for a morning. // With pleasure, it is the best school.

== edinburgh
admin: Network is live upstairs, both tills tested. // Two tablets are set up for the floor, one each side.
callum: Faster than downstairs. // Do they find customers by phone number?
isla: Do not tell downstairs. // I tried it, they do.

== service
priya: A customer asked who would read her message. I could answer exactly, because it says so above the box. // Small thing that helps: I end each call by saying when the next news comes, and by whom.
niamh: I use that line all the time. // And then it is in the case, so anybody can keep it.
marc: Nous aussi, ça rassure. // Très bonne habitude.

== service
niamh: {case}: {who} wrote twice this week. I have answered both, next news is set. // Handing {case} to Priya, {who} is expecting a call before four.
priya: Thanks, I will watch it while you are out. // Called at half three, all calm.

== astuces
conor: For anybody building alone: stand the wardrobe panel against a sofa back, not against yourself. // A wooden spoon is the right tool to press a back panel into its groove.
tomasz: And leave the fourth screw loose until the end. // I have carried one for years.
samir: Oui, la quatrième à la fin. // Je confirme, hêtre de préférence.

== nouveaux
aoife: New people: read five closed cases before your first call. Pick ones that went wrong. // Newcomers' breakfast {day+4}, Dublin and Lyon on the same screen.
priya: The closed ones taught me more than the manual. // I will be there with jam.
callum: There is a manual? // Count me in.
"""
