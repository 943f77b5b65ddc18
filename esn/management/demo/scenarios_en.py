"""Case scenarios in English, from the shops in Dublin and Edinburgh. The format is told in ``script``."""

SCENARIOS = """
== nobody-came
products: sofa wardrobe bed sideboard
holder: service
severity: high
let slot: 8 and 12 // 12 and 4 // 2 and 6
let why: a van with a flat battery // a driver off sick // a route planned for two vans and driven by one
title: Nobody came, {product} // {Product}: missed delivery // Missed slot in {city}
happened: {Product} due in {city} between {slot}. A day of leave was taken for it. No van, no call, one automatic text at the end.
  // Waited the whole slot, {slot}, for the {product}. The tracking page said "delivered" while the hall stood empty.
wanted: A firm date and a name. // The next possible day, early, and a call if anything slips.
tried: Rang the carrier, who sent the caller to the shop. // Two calls, two different stories.
refused: Another full day at home. // A voucher.
constraints: Works shifts, needs two days' notice. // Free any morning before 10.
---
+55 service takes
+11 service: Spoke with {client}. Everything is in the story above, so please nobody ask again. // Just off the phone with {client}:
  polite, tired, and right. I have this until it is delivered.
+9 > seller: I wrote that slot on the order myself, it is as clear as day. // Confirmed, {order} says between {slot}. I remember the sale.
+16 service@partner: Hello, {order} for {city} did not happen. What went wrong, and what is your next honest slot?
  // Hello, {order}, {city}: not delivered, though your page says so. When can you go?
+3 service status waiting_partner
+64 carrier@partner: Sorry. We had {why}. I can hold {day+3}, first drop, before 10. // The reason was {why}. {Day+3} before 10 is free
  and I have put the name on it.
+17 service@customer: {Hello}, I am sorry about the lost day. The {product} comes {day+3} before 10, first drop of the round. I will ring
  you the evening before. // {Hello}, we have a firm date: {day+3}, before 10. If it moves, you hear it from me first.
+2 service status in_hand
2d 16:40 service: Rang as promised. All set for the morning. // Evening call done, gate code passed on.
3d 10:20 carrier@partner: Delivered 9:15, packaging taken away. // Done at 9:40, signed for, room of choice.
+45 service@customer: {Hello}, the driver tells me it is in place. If anything is not right, answer here and it reaches me.
  // {Hello}, I hope it looks as it did in the shop. I will close this in a few days unless you tell me otherwise.
+4 service status solved
6d 11:00 service status closed

== arrived-damaged
products: table dresser sideboard desk
severity: normal
let mark: a dent in the front edge // a scratch right across the top // a split in the back panel
title: {Product} arrived damaged // Damage on arrival, {product} // {Product}: {mark}
happened: Unpacked the {product} and found {mark}. The box was perfect. // {Mark}, seen while the crew was still there and written on the note.
wanted: One without a mark. // A repair, if it truly disappears.
tried: Sent photographs the same evening and heard nothing for five days. // Came into the shop with the photographs.
refused: Ten per cent off to live with it. // A touch-up pen.
constraints: The room is used for work on weekdays. // Away from {date+10} to {date+14}.
---
+8 seller: I have seen the pictures at the counter: {mark}. No argument from us. // {client} was kind about it. I would like us to be quick.
+27 > workshop: Bring it in or I come out? A clean repair takes two hours, and the customer judges it, not us. // That can be sanded and
  oiled. If it still shows, we swap it.
+6 seller takes
+19 seller@customer: {Hello}, two choices, whichever you prefer: our joiner repairs it at your place {day+5}, or we exchange it within three
  weeks. // {Hello}, we can repair it {day+5} in your home. You decide if the result is good enough; if not, we replace it.
+3 seller status waiting_customer
1d 10:10 seller: Chose the repair, {day+5} after two. // Answer: repair, and only one visit please.
+2 seller status in_hand
5d 16:10 workshop: Finished. We looked at it together against the window and could not find the place. // Repaired, two coats of oil, dry by tonight.
+25 > seller: Lovely. Thank you for going out there. // Great work, I will tell the others how it was done.
+4 seller status solved
9d 09:30 seller status closed

== missing-fittings
products: wardrobe shelves bed
holder: service
severity: normal
let part: the bag of cam locks // the top rail // two of the side bolts // the wall brackets
title: {Product}: parts missing // Missing {part} // {Product} half built
happened: The {product} is half built and {part} cannot be found in any box. // Everything was there apart from {part}. The {product} is
  lying on the bedroom floor.
wanted: The part by post. // To finish this week.
tried: Emptied all the boxes twice. // Asked in store, was told to bring the whole thing back.
refused: Taking it apart again. // Six weeks for a handful of metal.
constraints: Sleeping in the living room. // A toddler about, so nothing can stay leaning.
opens: service
---
+45 service takes
+9 service: Does anyone have {part} for a {product}, batch {lot}? // Looking for {part}, batch {lot}. Dublin or Edinburgh, whichever is faster.
+22 > workshop: In the drawer. I am posting it today. // I have it. Tell {client} it leaves with the five o'clock post.
+13 service@customer: {Hello}, the part is in today's post and should be with you {day+2}. Please keep the frame flat until then.
  // {Hello}, no need to bring anything back. What is missing is on its way and arrives {day+2}.
+2 service status waiting_customer
2d 17:15 service: Arrived and fits. Fixed to the wall as well. // All built. {He} sent thanks to the workshop by name.
+16 > workshop: That makes the day. Batch {lot} is set aside here now. // Glad. That is the third bag from batch {lot}.
+3 service status solved
5d 12:00 service status closed

== wrong-colour
products: sofa armchair
severity: normal
let ordered: oatmeal linen // moss velvet // slate wool
let received: grey linen // bottle green velvet // charcoal wool
title: Wrong colour, {product} // {Product}: not the fabric on the order // Fabric mixed up
happened: Ordered in {ordered}, delivered in {received}. The swatch is still stapled to the order. // The label says {ordered}, the {product}
  is in {received}.
wanted: The fabric that was chosen. // New covers would do, no need to take the frame away.
tried: Held the swatch against it in daylight. // Rang the shop, was told colours look different at home.
refused: Being told it looks nice. // Three weeks with nothing to sit on.
constraints: A cat, so no loops. // North-facing room.
---
+14 seller: Our order is right and the label is right. The roll was wrong. // {ordered} on {order}, checked. The slip was at the mill.
+12 seller@partner: Hello {supplier}, {order} came in {received} instead of {ordered}. Could you make covers only?
  // {supplier}, covers in {ordered} for the {product}: how long, and can they be fitted by our crew?
+3 seller status waiting_partner
1d 11:40 supplier@partner: Our mistake, two rolls side by side. Covers ready {day+9}, we ship them to the shop at our cost.
  // Yes. Cut this week, with you {day+9}. I am sorry.
+21 seller@customer: {Hello}, keep the sofa and sit on it. New covers in {ordered} are being made, and we will fit them {day+10}.
  // {Hello}, you were right about the colour. The correct covers come {day+10} and take an hour to fit.
+2 seller status in_hand
+9 manager: Let us check the other order from the same roll before it ships. // Good. Check what else came from that mill this week.
10d 15:30 seller: Fitted. {He} held the swatch against it again and smiled. // Covers on, old ones packed for return.
+5 seller status solved
13d 10:20 seller status closed

== refund-waiting
products: table sofa bed dresser
holder: service
severity: high
let amount: €210 // €385 // £460 // £129
title: Refund of {amount} outstanding // Refund still not paid, {product} // Waiting for {amount}
happened: The {product} went back on {date-21}. A refund of {amount} was promised within ten days. // Returned on {date-21}, receipt in hand,
  {amount} never arrived.
wanted: The money. // A date in writing.
tried: Four calls and a visit. Each time "it is being processed". // Gave the bank details twice.
refused: Store credit. // Giving the bank details a third time.
constraints: Rent is due on {date+6}. // Easier by e-mail, on a ward all day.
opens: service
---
+40 service takes
+15 service: Four colleagues wrote "passed on". I would like to know to whom. // Details are on file since the first call, so we never ask again.
+26 > accounts: The return was never booked in, so I see nothing to pay. Book it and I pay today. // No return note on my side, that is the
  only thing missing.
+13 > logistics: Found the paper in the tray by the bay. Booked now. Sorry. // It came in and nobody scanned it. Done.
+18 > accounts: Paid, {amount}, in the account {day+2}. // On its way, {amount}. Two days at most.
+7 service@customer: {Hello}, {amount} was sent today and will be with you {day+2}. The return had arrived and was not recorded; that was ours,
  and it is put right. // {Hello}, your refund left today. There is nothing more for you to send.
+2 service status waiting_customer
3d 10:30 service: Received. One line back: "finally, thank you". // Confirmed by mail, the money is there.
+15 > logistics: We scan before filing now, it is on the wall. // The tray is gone.
+3 service status solved
7d 09:20 service status closed

== order-for-a-venue
products: chairs
for: organisation
severity: high
let count: 20 // 32 // 40
let broken: two // three
title: {count} chairs, {broken} damaged // Order of {count} {model} chairs // {broken} chairs to replace before opening
happened: {count} {model} chairs delivered, {broken} of them with a split leg. The room opens {day+8}. // Of {count} chairs, {broken} cannot be used.
wanted: Matching chairs before the opening. // Replacements by {day+7}.
tried: Wrote it on the delivery note. // Sent pictures to the shop's general mailbox.
refused: An odd set. // Credit on the next order.
constraints: Deliveries before 10 only, at the back lane. // No deliveries on market day.
---
+9 seller: The mailbox pictures, in words: left front leg, along the grain, {broken} times. // I walked over and counted: {broken}, all from one pallet.
+20 > logistics: Eleven in the warehouse, the ones you need are set aside under {order}. // Stock is fine. Reserved.
+11 seller@partner: {order}: {broken} chairs to swap in {city}, before 10, before {day+7}. Which day suits? // Could you swap {broken} chairs in {city}
  by {day+6}, early?
+3 seller status waiting_partner
1d 09:15 carrier@partner: {Day+4}, 8:30, tail lift, and we take the broken ones. // {Day+4} between 8 and 9:30 is yours.
+12 seller@customer: {Hello}, we swap them {day+4} before 10 by the back lane. You will open with {count} that match. // {Hello}, replacement chairs arrive
  {day+4} at half past eight.
+2 seller status in_hand
4d 10:10 seller: Swapped at 8:50. Invited to the opening. // All {count} match. They asked about tables.
+18 > manager: Take the invitation. // Well done, follow up on the tables.
+4 seller status solved
9d 09:30 seller status closed

== tight-stairs
products: sofa wardrobe sideboard
severity: normal
let width: 72 cm // 76 cm // 79 cm
title: {Product} does not fit the stairs // Stairs too tight in {city} // Access problem, {product}
happened: The crew took the {product} back: the stairs are {width} at the turn. Nobody had asked. // It would not go round the turn of the stairs,
  {width}. It is back at the depot.
wanted: The same one, in the room. // Any way in that does not mean another model.
tried: The crew tried it upright and on its side. // A neighbour offered to take a window out.
refused: A second delivery charge. // A smaller one.
constraints: Permit parking. // Landlord needs a day's notice.
---
+12 seller: I did not ask about the stairs, that one is mine. // It is not on our sales sheet. I have started asking everybody.
+24 > workshop: It comes apart in three. Seventy centimetres is enough, so there is room. One hour to put it back together. // Frame and arms
  separate. I will come with the van.
+8 workshop takes
+15 > logistics: Van is free {day+4} in the morning. // {day+4}, nine o'clock, I have blocked the van.
+19 seller@customer: {Hello}, it will go in: our joiner takes it apart downstairs and builds it again in the room, {day+4} at nine. No charge.
  // {Hello}, good news about the stairs. {day+4} at nine, two of us and a screwdriver.
+2 workshop status waiting_customer
1d 11:45 seller: {He} agreed and is keeping a parking space. // {day+4} is fine, landlord told.
+2 workshop status in_hand
4d 11:00 workshop: In. One centimetre to spare. // Built and level, walls untouched.
+3 workshop status solved
7d 10:30 workshop status closed

== slat-warranty
products: bed
severity: normal
let age: nine months // fourteen months // two years
title: {Product}: broken slats // Warranty, {product} // Bed gave way after {age}
happened: Three slats went in the night. The bed is {age} old. // The centre rail split with a bang after {age}.
wanted: It repaired under warranty. // A bed to sleep in.
tried: Looked for the receipt. // Wrote to the maker, who pointed at us.
refused: An inspection first. // Paying the call-out.
constraints: Bad back. // Night shifts, reachable after three.
opens: service
---
+4 service takes
+7 service: Receipt is here under {order}, so nobody needs to look for paper. // Bought from us, {order}, still covered.
+16 > workshop: Slats in stock, they can go with the van tomorrow. // I have a stronger rail, use that one.
+9 service@customer: {Hello}, it is covered. We come tomorrow before noon with the parts. For tonight, turn the mattress end to end.
  // {Hello}, nothing to prove and nothing to pay. Repair tomorrow morning.
+2 service status in_hand
1d 11:50 workshop: Fitted, and tested with two of us sitting on it. // Done, stronger rail in.
+40 service: Rang in the afternoon: slept. // {He} is happy, mostly with how quick it was.
+3 service status solved
4d 15:20 service status closed

== moving-the-date
products: bed table wardrobe desk
severity: low
title: Delivery to be moved, {product} // {Product}: keys come later // New date for {order}
happened: The keys to the new place come {day+6} rather than before the delivery. // The builders need another week, so the {product} has
  nowhere to stand.
wanted: Delivery after {day+6}, without going to the end of the queue. // One week later, same slot.
tried: Asked through the website, which offered dates in two months. // Told the driver's text message, which takes no answers.
refused: Storage fees. // Cancelling and ordering again.
constraints: No lift until {day+6}. // Only mornings.
---
+9 seller: Easy one if we do it today. {logistics}, can {order} move to {day+8}? // The site says two months, I say {day+8}. Who is right?
+17 > logistics: {day+8} in the morning, done. The website only knows full rounds. // You are. {day+8}, before noon.
+6 seller passes logistics
+10 seller@customer: {Hello}, moved to {day+8} before noon, no charge, same crew. // {Hello}, your new date is {day+8} in the morning. Good luck with the keys.
+2 logistics status in_hand
8d 12:05 logistics: Delivered 10:30. // In place at eleven, keys worked.
+6 logistics status solved
10d 16:10 logistics status closed

== held-at-customs
products: armchair dresser sideboard
severity: normal
let code: a wrong commodity code // a missing invoice copy // a weight typed twice
title: {Product} held at customs // Held at the border, {product} // {order} stuck at the port
happened: The {product} for {city} has stood at the port for six days. Tracking says "action needed" and not by whom. // Held at customs. The
  customer learned it from the tracking page.
wanted: To know who has to do what. // A date.
tried: Rang the port. // Asked the shop twice.
refused: Paying duty that was in the price. // "Any day now".
constraints: Moving in on {date+12}. // A gift for {date+11}.
opens: service
---
+8 service passes logistics
+21 logistics@partner: {order} is held. Is it your paper or ours? // Hello {carrier}, what does the port want for {order}?
+3 logistics status waiting_partner
+80 carrier@partner: Ours: {code}. Corrected and sent, they answer within two days. // Found: {code}. Fixed this morning.
+13 service@customer: {Hello}, the reason was {code}. It is corrected, and nothing is due from you. I will write again {day+2} with a date.
  // {Hello}, you asked who must act: we did, and it is done. News {day+2}, from me.
2d 14:20 logistics: Released at noon. Delivery {day+5}. // Cleared. On the van {day+5}.
+11 service@customer: {Hello}, it is through. Delivery {day+5} between 10 and 1. // {Hello}, released today and with you {day+5}.
+2 logistics status in_hand
5d 13:30 logistics: Delivered. I wrote the right code on the product sheet. // Delivered at noon, sheet corrected for the next one.
+4 logistics status solved
8d 10:00 logistics status closed
"""
