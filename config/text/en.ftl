# All of Minqing's words in English. The names left of the equals sign belong to the program.

## Dates
date-day = { $weekday } { $day } { $month }
date-and-time = { $day } { $time }
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

## Residents: first words
welcome =
    Hello, this is the direct line of { $county }.
    Lamps, roads, water, benefits, medical bills: just say what it is, by text, voice or photo.
    You will get a number, the name of the person responsible and a date.
help =
    Just say what it is, by text, voice or photo.
    "My cases" shows how far it is; "Nudge" reminds the person in charge; you can also ask for a visit or a call.
    To take it back send /withdraw; for Chinese send /language; about privacy send /privacy.
privacy =
    What you send is kept encrypted. The officials of the unit in charge and the county's screeners, supervisors and officers on call can read it; every look is recorded.
    Work groups see the number, the subject, the place, the date and the official in charge, never your name or phone.
    Complaints and reports never show your name; for anything else send /anonymous. It says what that protects and what not.
    Telegram's servers are abroad and Telegram can see what passes through it; the operators do not read content but can reach the machine.
    What you would rather not write here, a county official from outside your village can file for you.
privacy-short = Your name and phone stay out of work groups; your words are read only in the unit in charge and by the county's screeners, supervisors and officers on call. Telegram's servers are abroad; an official from outside your village can file for you instead (more: /privacy).
say-it = Please go ahead: what is it, and where? Text, voice or photo.
language-switched = All right, English from now on.
flood-notice = Every message of yours has arrived and will be read. Please do not wait for an answer to each of them.
flood-asking = That was too fast to answer each. Please try again in a minute.
unknown-command = I do not know this command. Just say what it is, or press "My cases".
smalltalk-greeting = Hello. Please just say what it is, by text, voice or photo.
smalltalk-thanks = You are welcome. Write any time.
keyboard-cases = My cases
keyboard-nudge = Nudge
keyboard-visit = Ask for a visit
keyboard-call = Call me back
keyboard-work = My work

## Residents: receipt and progress
receipt-thanks = We have it.
status-head = Number { $number }
status-what = { $subject }
status-what-where = { $subject }, { $place }
status-registered-person = You hear from us by { $due }.
status-registered = Somebody needs to look at this. By { $screen } you will know who is responsible, by { $due } you have an answer.
status-sealed = This is read by a few named people only and goes to no group. You have an answer by { $due }.
status-dispatched = { $cadre } of { $unit } is responsible. You have an answer by { $due }.
status-in-progress = { $cadre } of { $unit } is working on it. You have an answer by { $due }.
status-late = The date is past and you have no answer yet. We are sorry.
status-awaiting = { $cadre } of { $unit } waits for your reply; just answer here. You have an answer by { $due }.
status-answered = { $cadre } of { $unit } has answered. Please say whether it is solved.
status-answered-sealed = Answered. Please say whether it is solved.
status-closed = Closed. If it is not fixed after all, tell us again or press "Not fixed yet" under the answer.
status-withdrawn = Taken back as you wished.
status-under-check = The work is done; the unit is checking it, and you have an answer by { $due }.
status-reviewing = { $cadre } of { $unit } is reviewing it; you have the written answer by { $due }.
status-not-accepted = This cannot be taken up here: { $reason }. { $door }.
status-merged = It is handled together with the same matter of others; you hear of it as before.
status-concluded = The final review is done; the same matter is not taken up again. If there is something new, just write.
ask-place = Which town is it? Press one; it will be handled without it too.
joined = Added to number { $number }.
joined-despair = Those on duty have your words (number { $number }); somebody reads them. Say whatever you want to say. When it is too much, call 110 or 120.
joined-danger = Added to number { $number }; those on duty see it at once. If it is not safe, leave first; call 119, 110 or 120.
case-since = { $state }, since { $since }.
no-cases = You have not told us anything yet. Please just say what it is.
no-open-case = You have nothing under way. Please just say what it is.
number-unknown = There is no number { $number }. Please check it.
nudge-passed-on = Passed on. Number { $number }; you have an answer by { $due }.
nudge-person = Number { $number }: those on call have your words and are looking for you. You can also write here; somebody reads it. If you are not safe, call 110 or 120.
visit-passed-on = Passed on: you ask for a visit. Number { $number }.
call-passed-on = Passed on: you ask for a call. Number { $number }. Please send your phone number; it does not go to the work group.
withdraw-which = Take it back? Press the case you mean; press nothing and it goes on.
which-case = Which one do you mean? Please press it.
button-case = { $number } { $subject }

## Residents: news
told-named = Number { $number }: { $cadre } of { $unit } is responsible. You have an answer by { $due }.
told-moved = Number { $number }: it went to { $cadre } of { $unit }. The date stays: { $due }.
told-signed = Number { $number }: { $cadre } of { $unit } has signed for it. You have an answer by { $due }.
told-asked =
    Number { $number }: { $unit } would like to ask
    { $words }
    Just reply here; voice and photos are fine.
told-asked-sealed =
    Number { $number }: we would like to ask
    { $words }
    Just reply here; voice and photos are fine.
told-interim =
    Number { $number }: { $unit } tells you how it stands
    { $words }
told-note =
    Number { $number }: { $unit } tells you
    { $words }
told-answer =
    Number { $number }: { $cadre } of { $unit } answers
    { $words }
told-answer-sealed =
    Number { $number }: the answer
    { $words }
told-reopened = Number { $number }: as you are not content, it is taken up again by { $cadre } of { $unit }. You have an answer by { $due }.
told-reopened-sealed = Number { $number }: as you are not content, it is taken up again. You have an answer by { $due }.
told-date-moved = Number { $number }: the public holidays have been published; the date moves from { $before } to { $due }.
told-silent = Number { $number }: we have not heard your opinion, so it is closed as "not rated". If anything changes, just reply.
told-withdrawn = Number { $number }: taken back as you wished. Write again any time.
told-closed = Thank you, this is closed. You can change your rating; if it is not fixed after all, press "Not fixed yet".
ask-solved = Is it solved?
ask-still = Number { $number }: your words went to { $unit }. Is it solved?
ask-satisfied = Are you satisfied with how it was handled?
said-solved = Solved
said-unsolved = Not solved
said-one = You said: { $solved }.
said-both = You said: { $solved }, { $grade }.
grade-satisfied = Satisfied
grade-mostly = Mostly satisfied
grade-dissatisfied = Not satisfied
grade-unrated = No rating now
press-noted = Noted, thank you.

## Safety first
safety-gas =
    Leave at once and go into the open air.
    No flames, no switches, no phone calls indoors.
    Once outside call { $fire } and the gas company { $gas }; if somebody is unwell { $ambulance }.
    The people on duty have been told.
safety-fire =
    Leave at once, keep low, cover nose and mouth, do not use the lift.
    From a safe place call { $fire }; if somebody is hurt { $ambulance }.
    The people on duty have been told.
safety-collapse =
    Leave the house and the slope at once, take the old and the children, do not go back for things.
    If somebody is trapped or hurt call { $fire } and { $ambulance }.
    The people on duty have been told.
safety-electric =
    Do not touch the wire nor anyone in contact with it; stay eight metres away and keep others away.
    If somebody got a shock call { $ambulance } and { $fire }.
    The people on duty have been told.
safety-water =
    Go to higher ground, do not enter or cross the water.
    If somebody fell in call { $fire } and { $ambulance }; use a pole or rope, do not jump in.
    The people on duty have been told.
safety-violence =
    First get away, to where people are or where you can lock a door.
    Call { $police } at once; if somebody is hurt { $ambulance }.
    The people on duty have been told.
safety-self-harm =
    This must be very hard. Please do not carry it alone.
    Ask a relative or a neighbour to stay with you, or call { $police } or { $ambulance } now.
    Somebody on duty has been asked to contact you as soon as possible.
safety-medical =
    Call { $ambulance } at once and say where and what.
    Give nothing to somebody who is not awake, keep the airway free, stay with them.
    The people on duty have been told.

## States and subjects
state-collecting = Received
state-registered = Received, to be assigned
state-accepted = Received, to be assigned
state-dispatched = Somebody has it and has not begun
state-in_progress = Somebody works on it
state-awaiting_resident = Waiting for your reply
state-answered = Answered
state-closed = Closed
state-withdrawn = Taken back
state-under_check = done, being checked
state-reviewing = under review
state-not_accepted = not taken up here
state-merged = joined with another
state-concluded = concluded
card-state-registered = To be screened
card-state-dispatched = To be signed for
card-state-in_progress = Under way
card-state-awaiting_resident = Waiting for the resident
card-state-answered = Answered, waiting for the rating
card-state-closed = Closed
card-state-withdrawn = Taken back by the resident
card-state-under_check = reported, to be checked
card-state-reviewing = under review above
card-state-not_accepted = not accepted
card-state-merged = merged
card-state-concluded = concluded
subject-unknown = Subject open
place-unknown = Place open
unit-gone = a former unit
cadre-gone = a former colleague

## The card in the group
card-head = { $number }: { $cardstate }
card-head-late = { $number }: { $cardstate } (overdue)
card-head-danger = { $number }: URGENT, possible danger to life: { $cardstate }
card-what = { $subject }, { $place }
card-who = Responsible: { $ping }, answer by { $due }
card-who-unit = Responsible: { $unit } { $ping }; answer by { $due }
card-sign = Please sign for it by { $sign }
card-sign-now = Please sign at once and contact the resident
card-round = Round { $round } (to be done again)
card-nudges = Nudged { $nudges } times
card-media = { $count } pictures or recordings; press "Original" to see them in private
card-unreachable = The resident gets no messages from the bot at the moment. Please phone or visit.
card-why = Because { $why }
card-stub = { $number }: passed on.
card-moved = { $number }: moved to the group of { $unit }; please go on there.
card-moved-triage = { $number }: moved to the new screening group; please go on there.
reason-and = {"; "}
reason-word = "{ $word }"
reason-keyword = { $words } → { $subject }
reason-place = "{ $word }" → { $place }
reason-unit = "{ $word }" → { $unit }
reason-lead-place = the place → { $unit }
reason-lead-subject = the subject → { $unit }
reason-post = { $title } { $cadre }
reason-post-acting = { $title } { $cadre } (away, { $acting } acts)
screening-ask = Not sure whose it is. Press a subject to dispatch, or "Choose unit". By { $screen }.
screening-unreadable = No words to read (voice, picture, place or the like). Press "Original", then choose a unit. By { $screen }.
screening-done = Dispatched to { $unit } { $cadre }.

## Buttons
button-sign = Sign
button-more = More
button-less = Less
button-assign = Assign
button-ask = Ask for more
button-interim = Interim reply
button-transfer = Transfer
button-report = Report done
button-read = Original
button-read-on = Read on
button-confirm = Send to the resident
button-send-note = Send to the resident
button-units = Choose unit
button-take-danger = I take it
button-release = Accuses nobody, dispatch
button-discipline = To the discipline lane
button-answer = Answer
button-solved = Solved
button-unsolved = Not solved
button-again = Not fixed yet
button-skip = Skip
button-bind-triage = County triage group
button-bind-operators = Operators' group
button-bind-lane = Discipline lane

## To staff
group-new-words = { $number }: { $ping }, the resident added or changed something; press "Original".
group-nudged = { $number }: { $ping }, the resident asks how it stands.
group-visit = { $number }: { $ping }, the resident asks for a visit.
group-call = { $number }: { $ping }, the resident asks for a call.
group-assigned = { $number }: { $ping }, this is assigned to you.
group-nobody = Words under the name of the group or a channel are nobody's, so nothing was done. Please write under your own account, or press the button on the card.
group-unreachable = 【{ $number }】 { $ping }, the resident gets no messages from the bot at the moment. Please phone or visit. The matter goes on; what was written will reach them once they are back.
reader-unreachable = Number { $number }: the resident gets no messages from the bot at the moment. Please find another way, in confidence. What was written will reach them once they are back.
reader-new = One matter to be read apart, number { $number }. Please do not discuss it in any group.
reader-new-danger = URGENT: one matter to be read apart, possible danger to life, number { $number }. Please look at once.
reader-withdrawn = Number { $number }: the resident took it back. Please mind whether somebody put pressure on them.
reader-reopened = Number { $number }: the resident says not solved. Please look again; answer by { $due }.
oncall-danger = URGENT: number { $number }, { $subject }, { $place }, possible danger to life. The resident has the safety advice; please contact them at once.
head-reopened = Number { $number }: to be done again by { $cadre }, answer by { $due }.
remind-due = Number { $number } ({ $subject }, { $place }): answer due by { $due }.
late-sign = Number { $number } ({ $subject }, { $place }): { $unit } has not signed in time; responsible { $cadre }. Now under { $level }: { $todo }.{ $pressed }
late-screening = Number { $number }: nobody has decided in time where it goes. Now under { $level }: { $todo }.{ $pressed }
late-answer = Number { $number } ({ $subject }, { $place }): due { $due }, { $unit } { $cadre } has not answered. Now under { $level }: { $todo }.
late-sealed = Number { $number }: this matter to be read apart is late. Please see to it.
late-sealed-danger = Urgent: number { $number }, a matter to be read apart with possible danger to life. Nobody has answered the sender yet. Please contact them now, and keep it to yourself.
late-person-sign = Urgent: number { $number }, { $place }: { $alarmed }, { $person }. { $called } { $unit } { $cadre } has not responded. Please see to it now: call them, { $persondo }; if nobody answers, send somebody to their door.
late-person-screening = Urgent: number { $number }, { $place }: { $alarmed }, { $person }. { $called } No unit has been asked to go there yet. Please see to it now: call them, { $persondo }; if nobody answers, send somebody to their door.
late-person-answer = Urgent: number { $number }, { $place }: { $alarmed }, { $person }, and nobody has answered them yet. { $called } Please ask yourself how they are: call them, { $persondo }; if nobody answers, send somebody to their door.
raised-person = Urgent: number { $number }, { $place }: { $alarmed }, { $person }; they are still waiting and have asked again. { $called } Please see to it now: call them, { $persondo }; if nobody answers, send somebody to their door.
prompt-ask = { $number }: { $ping }, reply to this message with your question. It goes to the resident as it is.
prompt-interim = { $number }: { $ping }, reply to this message with how it stands and the next date. It goes to the resident as it is.
prompt-report = { $number }: { $ping }, reply to this message with the result; photos are welcome. You check it before it goes.
prompt-report-photo = { $number }: { $ping }, reply to this message with the result and a photo of the place. You check it before it goes.
prompt-placeholder = Write here
prompt-words-missing = No words, nothing was sent. Please reply again with words.
prompt-over = This was not sent: the prompt is over, or it was not for you. Press the button again if you need it.
staff-edit-ignored = The change was not sent. To correct it, send another message.
prompt-sent = { $number }: Sent to the resident.
preview =
    { $number }: The resident will get:
    { $words }
preview-with-media =
    { $number }: The resident will get, with { $count } pictures:
    { $words }
preview-words-missing = { $number }: { $count } pictures received. Please reply with the result in words.
preview-photo-missing = { $number }: This kind of matter needs a photo. Please reply with one.
preview-sent = { $number }: The resident has the answer; waiting for the rating.
note-kept = { $number }: Kept as an internal note; the resident does not see it.
original-head-named =
    { $number }: The resident's own words (please do not forward)
    Name (as the resident gave it, not verified): { $name }
original-head = { $number }: The resident's own words (please do not forward):
original-more = { $number }: The resident's own words, continued (please do not forward):
original-not-shown = { $number }: One item cannot be shown; Telegram does not let it be copied, or it was deleted. If you need it, press "Ask for more" and have it sent another way.
original-no-words = (no words, see the pictures or recordings below)
no-work = You have nothing to do.
work-line = { $number }: { $subject }, { $place }, answer by { $due }
work-line-sign = { $number }: { $subject }, { $place }, sign by { $sign }, answer by { $due }
joined-staff = Hello { $cadre }. You joined as staff of { $unit }. You are pinged in your unit's group; "My work" shows everything.
staff-replaced = { $cadre } has joined with another account; this one gets no work any more. If it was not you, please tell an operator at once.
invite-void = This invite has been used or has expired. Please ask for another.
invite-taken = This account already is another member of staff; nothing was changed.

## After a press
press-void = This button does not work now.
press-no-right = This is for the unit that has the case; assigning and transferring is for its head.
press-no-draft = Whoever wrote the answer must confirm it, or press "Report done" again.
press-moved = This card has moved to the group of { $unit }; please press there.
press-moved-triage = This card has moved to the new screening group; please press there.
press-signed = Signed. Answer by { $due }.
press-assigned = Assigned to { $cadre }.
press-dispatched = Dispatched to { $unit } { $cadre }.
press-danger-taken = Noted that you take it; please contact the resident at once.
press-released = Dispatched the ordinary way.
press-to-discipline = Passed to the discipline lane; nobody else sees it any more.
press-original-sent = The original is in your private chat.
press-reported = The resident has the answer.
press-note-sent = Sent to the resident.
press-which-town = Please press the town.
press-choose-unit = Please choose the unit.

## Why not
refusal-closed = This is closed.
refusal-signed = { $cadre } signed for it at { $time }.
refusal-not-signed = Nobody has signed for it; press "Sign" first.
refusal-answered = It has been answered and waits for the resident.
refusal-not-answered = It has not been answered yet; please rate it then.
refusal-dispatched = { $unit } has it already.
refusal-not-dispatched = No unit has it yet.
refusal-photo = This kind of matter needs a photo.
refusal-sealed = This is handled by a few named people.
refusal-not-sealed = This already goes the ordinary way.
refusal-nothing = It already is so.
refusal-nudged = It was passed on once today already.
refusal-round = This question is from an earlier round; please see the latest answer.
refusal-window = The time for rating is over. If it is not fixed after all, please tell us again.
refusal-danger-taken = { $cadre } has taken it.

## Groups
bind-ask = Will the head of the unit please press which unit this group is for.
bind-ask-no-admin =
    Will the head of the unit please press which unit this group is for.
    I am not an administrator here and cannot see replies to cards. Please make me one; with the right to pin messages there is a board, and in a forum with the right to manage topics one topic for each case.
bound = This group is bound: { $name }. What is dispatched here will be posted as a card.
press-bound-otherwise = This group is bound already, to { $name }; a group is for one thing only. To change that, remove me from the group first, then add me again.
press-lane-mixed = Somebody who is not of the discipline lane sits in this group. Please make a group of the lane alone.
bound-elsewhere = { $name } uses another group now; there will be no new cards here. You may remove me from this group.

## Operators (never any content)
ops-quarantine = Since { $since }, { $count } messages failed 5 times and are set aside (the latest: update { $update }). After mending run: minqing requeue { $update } (without the number: all of them)
ops-group-gone = I am no longer in the group of { $name } (put out, or the group is gone). Please add me again and press the button once more.
ops-group-gone-cards = I am no longer in the group of { $name } (put out, or the group is gone); its { $count } open cases are back in the screening group for now. Please add me again and press the button once more; the cards will follow.
ops-reloaded =
    The new configuration is in force. Changed files:
    { $changes }
ops-reload-joined = { $count } new on the roster: { $names }
ops-reload-left = { $count } no longer on the roster: { $names }. What they had goes to the responsible cadre, the deputy or the head of the unit
ops-reload-restart = the place of the database or of the key file has changed; that takes a restart
ops-reload-same = No file of the configuration has changed; all stays as it is.
ops-reload-faults =
    Not taken; the old configuration stays in force. Please mend these { $count }, then send /reload again:
    { $faults }
ops-restored = The database was restored from a backup. { $count } updates that came after it and were confirmed to Telegram are lost; what Telegram still holds is taken in by itself. Please watch for matters that are missing.
ops-unaddressed = { $count } letters have nowhere to go (since { $since }): staff have not joined or groups are not bound. Run: minqing invite CADRE
ops-nobody = Since { $since }, { $count } times something was late and nobody up the line had joined who could be told. Run: minqing invite CADRE
ops-timer = Since { $since } a timer ({ $kind }) has failed 5 times in a row and will be tried again. Run: minqing doctor
ops-unsettled = Since { $since } some cases could not be brought in line with the roster and the calendar; all others and the reminders go on. Run: minqing doctor
ops-account-replaced = { $cadre } has joined with another account by a new invite; the former one is good no more. If it was not they, send them a new invite at once.
ops-conflict = Since { $since } another program polls with the same token. Stop one of them, or messages will be split between them.
ops-deaf = Since { $since } nothing comes in from Telegram. Please check the network. Telegram keeps messages for 24 hours; they will come once it can be reached.
ops-offline = From { $since } to { $until } Telegram could not be reached; it can be now, and no message is lost. Buttons pressed meanwhile may have had no effect: please press them again. If it happens often, check the network.
ops-gave-up = Since { $since }, { $count } letters did not arrive after many tries: Telegram failed, or did not answer. They are kept. Please look at the network, then run: minqing doctor
ops-refused = Since { $since }, Telegram refuses { $count } letters: they are not written as it wants them. This is a fault of the program; the letters are kept. Run minqing doctor and pass on what it says.
ops-group-lost = Since { $since } I cannot write in these groups: { $groups }. I was put out, or may not write. Please add me again and make me an administrator; if the group is another one now, bind the new one. The letters wait and leave by themselves.
ops-cadre-lost = Since { $since }, staff have stopped the bot and get no messages (cadre: { $cadre }). Please ask them to open the bot and restart it. The letters wait and leave by themselves.
ops-group-moved = The group "{ $group }" became a supergroup and has another number. It is noted, and the letters that wait go there. Nothing to be done.
ops-stopped = Since { $since }, { $count } letters were stopped by the gate and not sent. Run: minqing doctor
ops-disk-away = The database's server could not be reached for about { $minutes } minutes. Nothing was taken in meanwhile; it goes on now and nothing is lost. Please check the server and the network.
ops-disk-busy = Another program held the database for about { $minutes } minutes. Nothing was taken in meanwhile; it goes on now and nothing is lost. Please find out which program uses the database file.
ops-disk-full = The disk was full for about { $minutes } minutes. Nothing was taken in meanwhile; it goes on now and nothing is lost. Please make more room.
ops-disk-readonly = The database could only be read for about { $minutes } minutes. Nothing was taken in meanwhile; it goes on now and nothing is lost. Please check the disk and who may write the file.

## Commands
command-start = Start
command-mycases = My cases
command-new = Tell us something
command-status = Look up a number
command-nudge = Nudge
command-withdraw = Take a case back
command-privacy = About privacy
command-language = 中文 / English
command-help = How it works

## Sealed matters and keeping out
typed-look = look
status-organisation = The party organisation above handles this; it is in no group. You will have an answer before { $due }.
lane-new = One new sealed matter. Please look in your private chat with the bot.
lane-pattern = Within 90 days { $count } residents, each by themself, have spoken of { $cadre }. Please consider it. Nothing about who they are is given here.
asks-who = Such questions are not answered here. If there is something you want to bring up yourself, just say it.
recall-guide =
    About a recall: a member of the village party branch holds a party office, dealt with by the party members' meeting or the party organisation above. A member of the villagers' committee can be recalled on the motion of one fifth of the voters or one third of the representatives, with reasons; they may defend themselves; more than half of the voters must vote, and more than half of the votes agree (Organic Law of Villagers' Committees, art. 19).
    No signatures or votes are collected here. Please turn to the town's party committee (branch), or to the town government and the village election committee (villagers' committee).
lawful-ways = Your matter is registered and will be dealt with. Please, all of you, keep to the ordinary ways and do not block roads, cars or offices: that is dangerous and solves nothing (Regulations on Petitioning, art. 26).
apart-whom = Number { $number }: whom is it about? After your choice it goes to the discipline lane, and its card leaves the group at once.
button-apart = About a cadre, handle apart
button-apart-unknown = Not clear who
button-recuse = Step back
button-recuse-them = Agree to another
press-recused = You have stepped back; { $cadre } takes over.
recused-told = Number { $number }: { $who } has stepped back, and { $cadre } takes over. To choose another, press "assign" on the card.
recuse-wished = Number { $number }: the resident would rather that { $who } took no part; no reason was given and none need be asked. Please decide.
recuse-noted = Noted: you do not want { $who } to take part in { $number }. You need not say why.
button-let-go = Let the other matter go
button-outcome-true = Tell: found true
button-outcome-partly = Tell: partly true
button-outcome-not = Tell: not found
outcome-true = What you reported was looked into and found to be so; those concerned were dealt with by the rules.
outcome-partly = What you reported was found to be so in part, and was dealt with by the rules.
outcome-not = We looked into what you reported and did not find it to be so. If you know more, please say so at any time.
button-attach = Attach a record
prompt-attach = 【{ $number }】{ $ping }, please reply to this message with the record (such as a yearly appraisal). Only those who read this sealed matter see it.
prompt-attached = 【{ $number }】Attached.
original-attached = (attached by the organisation)
above-ask = Is this about the county's main leaders, or the head of the county's discipline commission? We go on when you have pressed; until then nobody can see what you wrote.
button-above-yes = Yes
button-above-no = No
button-above-need = Register this
above-not-kept =
    The city is in charge of the county's main leaders. What you wrote was not kept, and there is no number here.
    Please turn to the city's discipline commission: telephone 12388, or its site.
above-unanswered =
    What you wrote before may be about the county's main leaders. You pressed neither yes nor no, and it was not kept.
    About the county's main leaders, please call the city's discipline commission, 12388; about anything else, please say it again.
above-need = You also spoke of this: { $need } It can be registered as usual. Shall it?
attempts-none = Nobody has probed sealed matters in the last 30 days.
attempts-head = In the last 30 days these cadres tried to see what is not for them:
attempt-line = { $time } { $cadre }, number { $number } ({ $how })
attempt-number = typed the number
attempt-press = pressed an old button
attempt-reply = replied to an old card
status-held = This is being looked into; you will have an answer before { $due }.
told-exposed = Number { $number }: its number, subject and place stood in the work group of { $place } for about { $minutes } minutes. They have been taken out, and it is now handled by one person alone. Your name and your words were never in the group.
lane-exposed = Number { $number }: its card stood in the group of { $place } for about { $minutes } minutes and has been taken out. Those who must not know and may have read it: { $names }. Please mind the protection of whoever reported it.
supervisor-moved = Number { $number }: the members of the group have changed; the card was taken out and goes on in private with whoever acts. Please do not speak of it in the group.
press-let-go = Let go; { $cadre } of { $unit } has it.
ops-card-stays = Since { $since }, { $count } cards could not be taken out of a group: Telegram lets them neither be edited nor deleted. Please have the group's owner delete them by hand at once, and tell a supervisor.

## Acts that take two persons, and protection afterwards
two-ask-reveal = Number { $number }: life may be in danger; { $first } asks to see who the sender is. It takes two persons, within 24 hours. The sender will be told.
two-ask-readmit = Number { $number }: { $first } asks that { $whom } no longer be kept out of it. It takes two persons, within 24 hours.
two-ask-close =
    Number { $number }: { $first } is about to answer this ({ $count } attachments); it takes two persons, within 24 hours:
    { $words }
two-name-reveal = see who the sender is
two-name-readmit = let somebody in again
two-name-close = the answer
two-asked = The others who may agree have been asked; it is done as soon as one of them agrees, within 24 hours.
two-nobody = This takes two persons, and nobody else is there who could agree.
two-press-done = Done.
two-done = Number { $number }: { $act }: two persons agreed, it is done.
two-not-done = Number { $number }: { $act }: it was not done.
two-over = This request has been settled.
two-first-disagreed = Number { $number }: { $act }: the other one did not agree; it was not done. Please talk it over and ask again.
two-why-disagreed = Noted that you do not agree; it was not done.
two-why-same = Another person has to agree, not you yourself.
two-why-gone = Whoever asked may not do this any more, so it does not count. If it is needed, please ask anew.
two-why-stale = More than 24 hours have passed, so it does not count. If it is needed, please ask anew.
button-agree = Agree
button-disagree = Do not agree
button-reveal = See who it is
button-readmit = Let in again: { $whom }
kept-out = Number { $number }: these are kept out and cannot see it. To let one in, press the name; another person has to agree.
kept-out-nobody = Number { $number }: nobody is kept out.
readmitted = Number { $number }: { $whom } is no longer kept out.
reveal-identity =
    Number { $number }: the sender (for you alone, please do not forward)
    Name (their own, not verified): { $name }
    Telegram account: { $account }
    Telephone (as they wrote it): { $phones }
reveal-none = none
told-revealed = Number { $number }: to reach you soon and keep you safe, two officials have just looked at your name and account. Who looked is on record; it is for your safety only.
preview-two = 【{ $number }】 goes to the resident when another person has agreed.
told-check-in = Hello, we have not heard from you for a while. How are you? One tap is enough.
told-near =
    First get away, to where people are or where you can lock a door.
    Call { $police } at once; if somebody is hurt { $ambulance }.
status-protected = Nobody may make trouble for you because you spoke up. If somebody does, press the button below or call 12388 (discipline inspection); in danger call { $police } at once. What you say is kept; the unit in charge does not see it.
button-trouble = Somebody troubles me
button-pressure = Pressed to rate well
button-fine = I am fine
typed-trouble = they retaliate
typed-trouble-somebody = somebody retaliates
typed-trouble-they = they take revenge
typed-trouble-revenge = revenge
typed-pressure = they press me to rate well
typed-fine = fine
press-trouble = Noted; a few named people see it, the unit in charge does not. To say who and how, just write to me. In danger call 110 at once.
press-pressure = Noted; a few named people see it, the unit in charge does not. This rating does not count for now.
press-fine = All right. Write any time.
reader-protect = Number { $number }: the sender says that somebody makes trouble for them or presses them to rate well. Please look soon, protect the sender, and do not speak of it in groups.
reader-trouble-again = Number { $number }: the sender says that there is trouble again. Please look soon.
reader-threatened = Number { $number }: the words speak of threats; please protect the sender.
original-trouble = The sender pressed "Somebody troubles me", because of number { $about }.
original-pressure = The sender says that somebody presses them to rate well, in number { $about }. Until it has been looked at, that rating does not count.
original-about-unknown = (they did not say which)
read-line = Your words have been opened by: { $list }.
read-times = { $role } { $count } times
read-and = {", "}
read-by-unit = the unit in charge
read-by-lane = discipline inspection
read-by-screener = screeners
read-by-on-call = people on duty
read-by-supervisor = supervisors
read-by-other = others
ops-root =
    The root over all cases of { $time }; please keep this message:
    { $root }
    To compare, run: minqing doctor

## Personal data: a copy, erasure, consent
privacy-rights = To see everything we keep about you, send /mydata; to have it all deleted, /forget.
privacy-version = Privacy notice, version { $version }, since { $since }.
consent-notice = Privacy notice, version { $version }: shown to you on { $day }.
consent-health-given = No. { $number }: on { $day } you agreed that those who handle it may see what you said about health.
consent-health-refused = No. { $number }: on { $day } you said no to others seeing what you said about health. It is masked.
consent-health-open = No. { $number }: you were asked on { $day } about what you said on health and have not answered. It is masked meanwhile.
ask-health =
    No. { $number }: you mentioned health. May everybody who works on this see it? It makes the work easier.
    If not, the case goes on just the same, and only the one who handles it sees those words.
button-refuse = No
mask-health = [health]
mydata-file = document.txt
mydata-caption = This is everything we keep about you. It was sent to you alone. Please keep it safe.
mydata-again = You had a copy just now, it is above. You can have another after { $time }.
mydata-head =
    What the { $county } direct line keeps about you
    { $when }
mydata-person =
    1. You
    Name: { $name }
    Telegram account: { $account }
    Language: { $language }
    First here: { $since }
mydata-cases = 2. What you told us: { $count }
mydata-case =
    No. { $number }  { $state }
    Registered: { $registered }  Answer due: { $due }
mydata-matter = About: { $subject }  Where: { $place }
mydata-who = With: { $unit } { $cadre }
mydata-said = You said:
mydata-line = {"  "}{ $when }  { $words }
mydata-line-edited = {"  "}{ $when } (edited)  { $words }
mydata-media = {" "}[with a picture, voice or the like]
mydata-asked = {"  "}{ $when }  You were asked: { $words }
mydata-told = {"  "}{ $when }  You were told: { $words }
mydata-answered = {"  "}{ $when }  Answer: { $words }
mydata-judged = {"  "}{ $when }  Your rating: { $words }
mydata-notes = Working notes of the unit itself: { $count }, not in this copy.
looked-none = Who opened your words: nobody yet
mydata-consents = 3. What you were shown and asked
mydata-keep =
    4. How long it is kept
    Messages as Telegram sent them: { $raw } days after they were handled
    Messages to you: { $letters } days after they arrived
    The words of a case: { $words } days after it ended; { $sealed } days where only named readers see it
    Name and account: deleted with the last of those words
    Numbers, dates and steps stay, without names and words
    To have it deleted now, send /forget
forget-ask =
    Shall everything about you be deleted? It cannot be brought back.
    What goes: your name and account, and of { $count } cases your words and pictures and the answers to you.
forget-ask-open = { $count } still under way will not be worked on any more.
forget-ask-held = { $count } that only named readers see must be kept by law: they are locked away, nobody uses them, and they are deleted when the time is over.
forget-ask-stays =
    What stays: numbers, dates and steps, without names and words, because what was done must be on record.
    This conversation on your own phone is yours to delete.
    If you are sure, press the button within an hour; otherwise nothing is deleted.
button-forget = Delete everything
forget-done = Very well, all of it is deleted within minutes. This is the last message. If there is anything, come back any time, as if for the first time.
forget-done-held = What only named readers see is locked away, nobody uses it any more, and it is deleted on { $until } at the latest (Personal Information Protection Law, art. 47).
card-erased = 【{ $number }】 Deleted according to the rules.
refusal-frozen = The resident asked for erasure. By law this is kept and nothing else: it is neither read nor worked on.
reader-frozen = No. { $number }: the resident asked for erasure. By law it is locked away, neither read nor worked on. Please watch for pressure on them.
reason-by-words = their words→{ $what }
command-mydata = What is kept about me
command-forget = Delete what is kept about me

## Anonymity, and what is withheld of an original
typed-anonymous = anonymous
typed-anonymous-not-me = do not say it was me
typed-anonymous-no-name = do not use my name
anonymous-words =
    Before you stay anonymous, please read this.
    Who can see: nobody who handles it sees your name or account. They see your words, and a contact id, another one for each case.
    What is stored: your account and your words, encrypted; the account only to answer you. After a case is closed they are kept as long as the rules say, then deleted; to have it done sooner send /forget.
    What is not protected: your way of writing, your voice, people and places in photos, names and places you write yourself. In a small place the matter alone may point to you.
    Telegram's servers are abroad and it knows which account wrote; whoever gets into the heart of our machine, and to its key, can find out too.
    Only when life is in danger may two people together decide to look up who you are; that is recorded, and you are told.
anonymous-on = Now: your name stands in nothing that you send from now on.
anonymous-off = Now: except for complaints and reports, whoever opens your words sees the name you gave yourself.
button-name-hide = Leave my name out
button-name-hide-case = This one without my name: { $number } { $subject }
button-name-show = Use my name for this one
button-nameless-on = Always without my name
button-nameless-off = My name may be used again
status-nameless = Your name is left out.
told-name-hidden = Number { $number }: it is anonymous now. Nobody has seen your name.
told-name-hidden-seen = Number { $number }: it is anonymous now. { $count } people may have seen your name before: { $who }. The message that showed it to them has been taken back; what they read or noted cannot be.
told-name-shown = Number { $number }: whoever handles it may see the name you gave yourself again. To change that, send /anonymous.
name-seen-by = { $unit } { $title } ({ $count })
ask-showing =
    Number { $number }: whoever handles it would like to see the files, places or phone numbers you sent.
    A file may carry a name, and when and where it was made. It is shown only if you agree; if not, it is handled all the same.
button-agree-showing = They may see it
button-refuse-showing = Do not show it
showing-agreed = Number { $number }: the resident agrees; please press "Original".
showing-refused = Number { $number }: the resident does not agree; please go on with what you have.
original-head-nameless =
    { $number }: The resident's own words (please do not forward)
    Without a name; contact id { $contact }
original-withheld = ({ $count } more not shown: files, places, contacts or the like. Numbers are masked. To see them, ask the resident first.)
original-masked = (Numbers are masked. To see them, ask the resident first.)
original-taken-back = { $number }: The resident is anonymous now; this message, which showed a name, has been taken back. For their words press "Original" again.
button-ask-showing = Ask to see it
press-showing-asked = The resident has been asked; you will hear.
sealed-line = There is news about something you sent. Please read it when nobody is with you; you may delete it afterwards.
command-anonymous = Stay anonymous

## Help, promises and matters that wait

button-joint = Help/promise
button-ask-help = Ask for help
button-promise = Promise
button-shelve = Put on record
button-kept = Kept: { $what }
button-help-done = Done
button-help-release = { $unit } is not needed
button-outcome = Outcome: { $what }
press-help-asked = { $unit } has been asked to help.
press-help-signed = Signed for.
press-help-released = They have been told that no help is needed.
prompt-promise =
    Reply to this message: what, and by which day, a line each. For example:
    3月4日前 visit and check
    With a condition, begin the next lines with 若 and 否则:
    若 confirmed: 30日内 pay as the rules say
    否则: 10个工作日内 explain in writing
    For every month write 每月18日前 ….
prompt-kept = Reply to this message: how it was done. Photos may come with it.
prompt-help-done = Reply to this message: what you did and what came of it.
prompt-shelve = Reply to this message: why it cannot be finished now, by which day it will be, and what is done meanwhile. Give a date, such as 9月30日前.
preview-promise = Once confirmed it goes to the resident, and is watched over:
preview-kept =
    Once confirmed the resident is told:
    “{ $promise }” has been kept. { $words }
preview-kept-outcome =
    “{ $promise }” has been kept: { $words }
    Choose the outcome; the other branch is recorded as not triggered:
preview-shelve =
    Once confirmed the resident is told: it will be finished by { $until }, and is looked at every month.
    { $words }
preview-help-done =
    Once confirmed the leading unit is told:
    { $words }
preview-joint-sent = 【{ $number }】 Noted.
no-date-missing = There is no date. Write by which day, such as 3月4日前, 10个工作日内 or 每月18日前, and reply again. Today is { $today }.
no-date-such = There is no such day as “{ $written }”. Check the date and reply again. Today is { $today }.
no-date-vague = “{ $written }” is not a date. Write month and day and reply again. Today is { $today }.
no-date-lunar = “{ $written }” is of the lunar calendar. Write month and day of the ordinary one and reply again. Today is { $today }.
no-date-past = { $written } is past. Write another date and reply again. Today is { $today }.
no-date-far = That date is too far off. Write one within a year and a half and reply again. Today is { $today }.
no-date-second = One date to a line, please; this one also says “{ $written }”. Write two lines and reply again. Today is { $today }.
no-date-loose = “{ $written }” is a condition: write first a line with what is to be done, the condition in the next line, and reply again. Today is { $today }.
when-on = by { $date }
when-wd = within { $count } working days of the outcome
when-days = within { $count } days of the outcome
when-monthly = every month by day { $day }
promise-line = { $what } ({ $when })
promise-standing = { $unit } promises: { $what }, { $standing }
promise-waiting = waits for the outcome
promise-open = not due yet
promise-late = overdue, being pressed
promise-going-on = kept every month so far
promise-kept = kept
promise-not-triggered = not needed, given the outcome of the one before
promise-dropped = dropped
standing-safety-visit = come and check that it is safe
standing-consult = answer your question first
help-offered = to be signed for
help-working = in hand
help-done = done
help-head = 【{ $number }】 Help { $help }
help-who = Lead: { $unit } { $cadre }. Help: { $helper } { $ping }, by { $helpdue }
help-sign = Please sign for it by { $helpsign }. Press “Promise” to say what you will do and by when.
card-help = Help: { $helper } { $cadre }, { $help }, by { $helpdue }
told-promise = Number { $number }: { $by } promises: { $promise }. { $owner } answers for it.
told-kept =
    Number { $number }: { $by } has done it: { $promise }
    { $words }
told-shelved =
    Number { $number }: This cannot be finished for now. { $unit } will finish it by { $due } and looks at it every month. Why, and what is done meanwhile:
    { $words }
group-help-done =
    【{ $number }】 { $helper } has done its share:
    { $words }
group-help-released = 【{ $number }】 No more help is needed, thank you.
late-help = 【{ $number }】 The share of { $helper } is overdue ({ $helpdue }). Please see to it, { $ping }. Lead: { $unit }.
late-promise = 【{ $number }】 A promise is overdue: { $promise }. Unit { $by }, { $owner } answers for it. Please see to it, { $ping }.
remind-shelf = 【{ $number }】 On record as waiting: please look at it this month. How far is it, can it be finished earlier? Due { $due }.
refusal-promises-open = { $count } promises are not kept yet, so it cannot be reported done.
refusal-helpers-open = { $count } units still help, so it cannot be reported done.
refusal-helping = { $unit } is working on it already.
refusal-not-helping = No help is needed any more.
refusal-outcome = Choose the outcome first.
refusal-waiting = This promise still waits for the outcome of another.
## More time, "not ours", reviews, the end
# Ways to write it, parted by |.
typed-not-ours = not our responsibility|not our business|not within our remit|does not belong to our unit
typed-review = I ask for a review|ask for a review|I want a review
units-and = { " and " }
review-first = review
review-second = final review
review-above-county = the authority above the county
status-reviewing-second = { $cadre } of { $unit } is doing the final review; you have the written answer by { $due }.
status-choosing = You said twice that it is not solved or that you are not content. { $decider }, a supervisor of the county, decides what comes next by { $ruling }. You may also ask for a review until { $window }.
status-last-word = You have a written answer. You may ask for a further review until { $window }.
status-last-opinion = You have the written answers of both reviews.
told-extended =
    Number { $number }: this cannot be done by { $before }. The new date is { $due }; it moves only this once. The reason:
    { $words }
told-twice = Number { $number }: you said again that it is not solved or that you are not content. { $decider }, a supervisor of the county, decides by { $ruling }: it is done again, it goes one level up, or it is explained to you. You may also ask for a review until { $window }, by { $above }: press “I ask for a review”, or write those words (信访工作条例 art. 35).
told-explained =
    Number { $number }: the written answer
    { $words }
    If you do not agree, you may ask for a review until { $window }, by { $above }: press “I ask for a review”, or write those words (信访工作条例 art. 35).
told-review-first = Number { $number }: the review you asked for has begun. { $cadre } of { $unit } looks at it anew, without those who had it before. You have the written answer by { $due }.
told-review-second = Number { $number }: the final review you asked for has begun. { $cadre } of { $unit } looks at it anew, without those who had it or reviewed it before. You have the written answer by { $due }.
told-opinion =
    Number { $number }: the review by { $cadre } of { $unit } says
    { $words }
    If you do not agree, you may ask for the final review until { $window }, by { $above }: press the button (信访工作条例 art. 36).
told-opinion-last =
    Number { $number }: the final review by { $cadre } of { $unit } says
    { $words }
    There is no further review (信访工作条例 art. 36). Help in need goes on; if there is anything new, just write.
told-lapsed = Number { $number }: the time to ask for a review is over, and this is closed. If there is anything new, just write.
told-concluded = Number { $number }: after both reviews this is concluded; the same facts and reasons are not taken up again (信访工作条例 art. 36). Relief and visits go on. To talk it over, press below; if there is anything new, just send it.
told-no-more = This seems to be number { $number }. After both reviews it is concluded, and the same facts and reasons are not taken up again. If there is something new, press “Something new” and it is registered as a new case. If you are in need or would like to talk, press “I would like to talk” and somebody gets in touch.
extension-ask =
    Number { $number } ({ $subject }, { $place }): { $asker } asks for more time, from { $before } to { $until }. The reason:
    { $words }
    If you agree, the resident is told the reason and the new date.
group-extended = { $number }: { $ping }, you have more time. Answer the resident by { $due }.
group-not-extended = { $number }: { $ping }, no more time was given. Answer the resident by { $due }.
dispute-ask =
    { $number }: { $subject }, { $place }
    { $unit } says it is not theirs, because:
    { $words }
    Please rule by { $ruling }: pass it on, or { $unit } keeps it. It is ruled once; the resident's date stays { $due }.
dispute-ask-between =
    { $number }: { $subject }, { $place }
    { $units } all say it is not theirs. { $unit } says:
    { $words }
    Please decide by { $ruling } who has it; a joint meeting can be recorded. The resident's date stays { $due }.
dispute-late =
    { $number }: { $subject }, { $place }: the time to rule is over and nobody has.
    { $unit } says it is not theirs, because:
    { $words }
    Please rule, or see to it. The resident's date stays { $due }.
dispute-done = { $number }: ruled; { $cadre } of { $unit } has it.
group-ruled = { $number }: { $ping }, it was ruled that { $unit } has it; it cannot be returned again. Answer the resident by { $due }.
card-disputed = said to be not theirs; ruling by { $ruling }
card-choosing = Not settled twice; { $decider } of the supervisors decides
card-linked = follows number { $number } (concluded); the resident says there is something new
card-formal = formal last day (60 days): { $plain }; a holiday would move it to { $moved }; reminders go by { $plain }
card-formal-same = formal last day (60 days): { $plain }
alarm-formal = The formal last day (60 days) is { $plain }.
choose-ask = Number { $number } ({ $subject }, { $place }): the resident was not content for the second time. Please choose by { $ruling }: again, one level up, or explain. The resident knows that a review may be asked for until { $window }.
choose-late = Number { $number } ({ $subject }, { $place }): the resident was not content for the second time, and nobody has chosen yet. Please choose: again, one level up, or explain.
conclude-ask = Number { $number } ({ $subject }, { $place }): the resident has both written opinions. It can be concluded; relief and visits go on.
talk-ask = Number { $number } ({ $subject }, { $place }): concluded; the resident would like to talk, or is in need. Please get in touch.
button-extend = More time
button-grant = Agree
button-not-granted = Do not agree
button-dispute = Not ours
button-keep = They keep it
button-meeting = Record a meeting
button-do-again = Do it again
button-raise = One level up
button-explain = Explain
button-opinion = Write the opinion
button-conclude = Conclude
button-review-first = I ask for a review
button-review-second = I ask for the final review
button-new-facts = Something new
button-talk = I would like to talk
prompt-extend = { $number }: { $ping }, reply to this message with the reason and the new date, such as “10月20日” or “3个工作日”. If it is agreed, the resident is told the reason.
prompt-dispute = { $number }: { $ping }, reply to this message: why it is not yours, by which rule, and whose it is. Only once; after the ruling it cannot be returned.
prompt-meeting = { $number }: { $ping }, reply to this message: when the joint meeting was, who took part, what was agreed.
prompt-explain = { $number }: { $ping }, reply to this message with the explanation: facts, basis, why. It goes to the resident as it is.
prompt-opinion = { $number }: { $ping }, reply to this message with the written opinion: what was asked for, the facts, the opinion, the basis. It goes to the resident as it is.
prompt-extension-asked = { $number }: { $approver } was asked. Until it is agreed the date stays.
prompt-disputed = { $number }: noted; ruling by { $ruling }. The resident's date stays.
prompt-meeting-kept = { $number }: the meeting is recorded.
preview-not-ours = { $number }: not sent. “Not ours” is no answer. If it really is not yours, press “More” and “Not ours”; of what you can do, write what was done.
press-extended = Agreed, until { $due }. The resident is told.
press-not-extended = Not agreed; the date stays.
press-kept = { $unit } keeps it.
press-do-again = It is done again, by { $cadre }.
press-raised = One level up: { $cadre } of { $unit }.
press-concluded = Concluded. The resident is told.
press-new-facts = It is registered as a new case.
press-talk = Passed on; somebody gets in touch with you.
refusal-extended = It was extended once already.
refusal-extension-waits = { $cadre } has been asked; please wait.
refusal-date-passed = The date has passed; it cannot be extended. Please tell the resident how it stands.
refusal-too-long = Too long. The latest day is { $latest }.
refusal-not-later = The new date must be later than the present one.
refusal-no-date = No new date could be read. Please write exactly one, such as “10月20日” or “3个工作日”.
refusal-in-danger = Life may be in danger: this cannot be extended.
refusal-nobody-decides = Nobody above can decide; please turn to the county office.
refusal-decided = This has been decided, or need not be any more.
refusal-dispute-waits = It has been disputed; the ruling is awaited.
refusal-ruled-back = It was ruled that your unit has it; it cannot be returned again.
refusal-dispute-over = It could be disputed until { $until }.
refusal-answered-before = Your unit has answered once; it cannot say any more that it is not yours.
refusal-not-ours = “Not ours” is no answer. Dispute it, or write what was done.
refusal-review-over = A review could be asked for until { $until }. If there is anything new, just write.
refusal-no-further = There is no further review. If there is anything new, just write.
refusal-nobody-above = Nobody in the county can look at it anew; please turn to the authority above.
refusal-opinion-missing = The { $stage } has no written opinion yet; it cannot be concluded.

## Supervision, leaders in charge, spot checks, the day's lists
level-supervised = supervision
level-listed = listed supervision
level-interviewed = interview
level-meeting = the meeting
todo-supervised = please see to it
todo-listed = please set a last day and see it through
todo-interviewed = please speak with the head of the unit
todo-meeting = please put it before the meeting
cause-unsigned = not signed for in time
cause-unscreened = not assigned in time
cause-overdue = the date of the answer has passed
cause-redone = not done well twice
cause-ruling_refused = refused after a ruling
cause-nudged = nudged { $nudges } times and not done
cause-and = {", "}
raised-redone = Number { $number } ({ $subject }, { $place }): not done well twice by { $unit }. Now under { $level }: { $todo }.
raised-ruling = Number { $number } ({ $subject }, { $place }): { $unit } refuses it after a ruling. Now under { $level }: { $todo }.
raised-nudged = Number { $number } ({ $subject }, { $place }): nudged { $nudges } times, responsible { $cadre }. Now under { $level }: { $todo }.
supervisor-opened = Number { $number } ({ $subject }, { $place }): supervised by itself, because: { $causes }. Lift it with words and a photo once it is done; until then it climbs.
supervisor-opened-person = Number { $number }, { $place }: { $alarmed }, { $person }. { $called } Please ask whether somebody has seen them, and how they are.
card-supervised = Under { $level } ({ $causes })
card-person = Please call them now; if nobody answers, go there
card-leader = Leader in charge: { $leader }
card-spot-check = Not as reported in a spot check, taken up again
status-level-supervised = The county is supervising this: { $causes }.
status-level-listed = The county has put this on its list, to be done by { $due }: { $causes }.
status-level-listed-late = The county has put this on its list (it was due by { $due }): { $causes }.
status-level-interviewed = The county is calling in the head of the unit: { $causes }.
status-level-meeting = The county takes this to its meeting: { $causes }.
status-nudges = You have nudged { $nudges } times; each was passed on.
status-leader = { $leader } watches over it.
told-leader = Number { $number }: { $leader } watches over it.
leader-named = Number { $number } ({ $subject }, { $place }): you are in charge of watching over it. { $cadre } of { $unit } has it, answer by { $due }.
leader-reminder = Number { $number } ({ $subject }, { $place }): the case you watch over is still open. { $cadre } of { $unit } has it, answer by { $due }.
leader-gone = Number { $number }: the leader in charge has it no longer. Please ask another.
leader-whom = Number { $number }: which leader shall take charge?
leader-nobody = Number { $number }: no leader can take charge at the moment. Please have them join first.
press-led = { $leader } is in charge, and the resident was told.
button-lift = Lift
button-lead = I take charge
button-name-leader = Ask a leader
button-as-reported = As reported
button-not-as-reported = Not as reported
prompt-lift = [{ $number }] { $ping }, please reply to this message: how far it is, how you checked, with a photo or a file.
prompt-lift-missing = [{ $number }] Not lifted: it takes words and a photo or a file; a tick is not enough. Please reply again.
prompt-lifted = [{ $number }] No longer supervised.
refusal-not-supervised = It is not supervised now.
refusal-evidence = Lifting supervision takes a photo or a file.
spot-check =
    Spot check. Number { $number } ({ $subject }, { $place }); { $unit } had answered:
    { $words }
    Please look on the spot or ask the resident, without telling the unit. Then press.
spot-drawn = The spot check is drawn. What was drawn is with the checkers alone; the day's fingerprint of the books decided.
spot-caption = The record of this spot check. Please do not pass it on.
spot-record =
    Spot check
    Seed (the day's fingerprint of the books, and the day): { $seed }
    Share: { $share }, one at least
    A ticket is the SHA-256 of seed, space, number; the lowest are drawn.
    In the pot:
    { $pot }
    Drawn:
    { $drawn }
press-as-reported = Noted: as reported.
press-not-as-reported = Noted: not as reported. Taken up again, answer by { $due }.
told-reopened-spot = Number { $number }: a spot check of the county found it not done; it is taken up again by { $cadre } of { $unit }. You have an answer by { $due }.
head-reopened-spot = Number { $number }: a spot check found it not as answered; taken up again by { $cadre }, answer by { $due }.
list-head = Today (the cards hold the buttons)
list-overdue = Past the date, { $count }:
list-today = Due today, { $count }:
list-unsigned = To be signed for, { $count }:
list-item = [{ $number }] { $cadre }, answer by { $due }
list-item-unit = [{ $number }] { $unit } { $cadre }, answer by { $due }
list-more = There are more; please see the cards.
decide-head = For you to decide today: { $count }
decide-item = [{ $number }] { $unit } { $cadre }, answer by { $due }; { $causes }. { $todo }.
watch-sheet = Number { $number } ({ $subject }, { $place }): { $unit } { $cadre }, answer by { $due }, now { $state }. { $causes }.

## Figures: the three rates, leaving out
typed-stats = stats
help-numbers = For the rates send "stats", or "stats last month", "stats this year".
help-leave-out = For a case that should not count in the rates send "leaveout" and its number.
typed-leave-out = leaveout
stats-comma = {", "}
stats-hidden = —
stats-part = { $name } { $count }
stats-this-month = this month
stats-last-month = last month
stats-this-year = this year
stats-earlier = earlier this year
stats-towns = towns
stats-unit = { $unit }, as of { $day }: { $open } under way, { $late } of them late.
stats-county = { $county }, as of { $day }
stats-given = { $period }: { $given } received, { $answered } answered, { $nudges } nudges.
stats-rates = Rated by residents: { $valid }. Response { $responded }%, solved { $solved }%, satisfied { $satisfied }%, overall { $overall }.
stats-rates-few = Fewer than { $few } rated; not shown, so that nobody can tell whose rating it was.
stats-kept = Without { $count } left out, rated: { $valid }. Response { $responded }%, solved { $solved }%, satisfied { $satisfied }%, overall { $overall }.
stats-kept-few = Without { $count } left out, fewer than { $few }; not shown.
stats-thin = Too few to be ranked; it takes { $sample }.
stats-unrated = Not rated: { $share }%; they count in none of the rates.
stats-again = Not solved a second time: { $count }.
stats-ranked = { $place }. { $name }: overall { $overall } (response { $responded }, solved { $solved }, satisfied { $satisfied }, rated { $valid })
stats-ranked-all = With all cases: overall { $overall } (response { $responded }, solved { $solved }, satisfied { $satisfied }, rated { $valid }; left out { $count })
stats-thin-names = Too few to be ranked (fewer than { $sample }): { $names }
stats-climb = { $name }: { $nudges } nudges.
stats-hint = For more send "stats last month", "stats this year", "stats towns". Ratings are added { $few } at a time.
stats-sealed =
    Sealed cases in all (registered since last month and this year): { $total }
    Fewer than { $few } are not shown but written "—"; sometimes one more is hidden so that none can be worked out.
stats-sealed-lanes = By reader: { $parts }
stats-sealed-units = By unit concerned: { $parts }
stats-sealed-months = By time of registration: { $parts }
stats-sealed-no-unit = none named, or several
stats-sealed-rest = other units
stats-lane-screeners = screeners
stats-lane-discipline = discipline
stats-lane-organisation = organisation
stats-lane-city = city
leave-out-how = Please write the number, such as: leaveout 3517-0426
leave-out-which = [{ $number }] On what ground should this case be left out of the rates? Press one, then say what shows it, with photos if you have some. Somebody of another unit decides. The case goes on as it is, and its sender is told.
leave-out-counted = [{ $number }] This case counts in the rates of { $unit }.
leave-out-already = [{ $number }] This case is left out of the rates of { $unit }, ground: { $ground }.
leave-out-waiting = [{ $number }] It has been asked for and waits for somebody of another unit.
leave-out-done = [{ $number }] Agreed: it is left out of the rates of { $unit }, ground: { $ground }. The case goes on as it is; its sender has been told.
button-count-again = Count it again
press-counted-again = It counts again; the sender is told.
prompt-leave-out = [{ $number }] { $ping }, please reply to this message and say what shows it, with photos if you have some. Only whoever decides sees it.
two-name-leave_out = leaving it out of the rates
two-ask-leave-out =
    Number { $number }: { $first } asks that it be left out of the rates of { $unit }, ground: { $ground } (files: { $count }). Please decide within 24 hours. If you agree, the sender is told.
    { $words }
ground-malicious = repeated in bad faith
ground-statutory = belongs to a court, arbitration or reconsideration
ground-nothing_new = the same matter, nothing new
ground-outside_duty = not a duty of government
ground-unlawful = against law or public morals
ground-enforcement = mediation or enforcement
told-left-out = Number { $number }: { $unit } asked that your case not count when it is assessed, giving as ground "{ $ground }"; somebody of another unit looked at it and agreed. Your case goes on as before; you can nudge and rate as before. If you disagree with the ground, please reply to this message.
told-counted-again = Number { $number }: your case counts again when { $unit } is assessed.

## Answers to suggestions: adopted, in part, not
decided-adopted = adopted
decided-adopted-partly = adopted in part
decided-not-adopted = not adopted
typed-reasons = because reason due budget since rule lack already
preview-adoption-missing = This is a suggestion. First choose: adopted, adopted in part, or not adopted. Then it can be sent.
preview-reason-missing = Whoever is not followed is told why. Please reply once more with the reason, for example: because this year's budget has nothing for it; it is looked at again next March.
told-adopted = Your suggestion is taken up.
told-adopted-partly = Part of your suggestion is taken up. What is not, and why, is written above.
told-not-adopted = Your suggestion is not taken up this time. Why is written above.
ask-answered-well = Is this answer good enough? If so press "Solved"; if not press "Not solved", and it is taken up again.
stats-adoption = { $name }: { $answered } suggestions answered (in steps of { $few }), adopted { $adopted }%, in part { $partly }%

## Round tables: residents who want to come, drawn by lot
command-forum = Open a round table, residents drawn by lot
typed-forum = roundtable
forum-cancel = cancel
forum-line-matter = matter
forum-line-place = place
forum-line-when = when
forum-line-venue = venue
forum-line-count = how many
forum-form =
    For a round table, send me these lines with your own words in them (matter or place may be left out):
    roundtable
    matter: 市政照明
    place: 观山镇
    when: 8月20日 9:00
    venue: town hall, room 2
    how many: 12
    Only residents are drawn who said that they may be asked and raised this within the last three months. To call one off, send "roundtable cancel 1", where 1 is its number.
forum-no-matter = The matter is not understood. Write the name of a subject, such as 市政照明.
forum-no-place = The place is not understood. Write the name of a town or village.
forum-no-time = The time is not understood. Write day and hour, such as 8月20日 9:00.
forum-not-then = A round table is between three and ninety days ahead, so that people can arrange to come.
forum-no-venue = The venue is missing.
forum-no-count = How many: a figure from 1 to 200.
forum-again = There was one about this, in this place, on { $day } (round table { $id }). Nothing is drawn again within { $days } days, so that the same people are not asked over and over and nobody sees who is new.
forum-too-few = Fewer than { $few } residents who raised this want to come. Nothing was drawn, and nobody was written to.
forum-opened =
    Round table { $id }: { $about }, { $when }, { $venue }, for { $wanted }.
    The pot is closed and can be changed by nobody. Its print: { $print }
    It is drawn on { $draw } with that day's root, and I ask those drawn in private. Nobody is told who they are; you hear how many come.
    To call it off, send "roundtable cancel { $id }".
forum-listed-waiting = { $id }: { $about }, { $when }, { $venue }. Drawn on { $draw }.
forum-listed-few = { $id }: { $about }, { $when }, { $venue }. { $asked } asked, fewer than { $few } come so far.
forum-listed = { $id }: { $about }, { $when }, { $venue }. { $asked } asked, at least { $coming } come (in steps of { $few }).
forum-listed-cancelled = { $id }: { $about }, { $when }. Called off.
forum-none = There is no such round table, or it was called off.
forum-called-off = Round table { $id } ({ $about }, { $when }) is called off. I have told those who were asked.
forum-drawn = Round table { $id } is drawn and those drawn have been asked in private. This is the record; there is no name in it. Whoever comes shows the label in their message; please do not ask for names.
forum-record =
    Record of round table { $id }: { $about }, { $when }, { $venue }, for { $wanted }
    The pot closed on { $opened }; its print (SHA-256 of the labels below, one a line): { $print }
    Seed (root and date of the day of the draw): { $seed }
    A label's place is the SHA-256 of "seed, space, label"; the lowest are drawn. To compute it again: minqing draw --count { $wanted } --seed "seed" FILE
    In the pot:
    { $pot }
    Drawn:
    { $drawn }
forum-invite =
    You are invited to a round table: { $about }
    When: { $when }
    Where: { $venue }
    You said that you may be asked, and this time you were drawn, with the label { $label }. Show this message at the door; no name is needed. Whether you come is up to you and changes nothing about your matter. Nobody is told who was asked, nor is the office that handles it.
    Please press one of these by { $reply }.
forum-comes =
    You said that you come. Round table: { $about }
    When: { $when }
    Where: { $venue }
    If you cannot come after all, press below.
forum-stays = You said that you do not come; that is fine. It is on { $when }, in case you change your mind.
forum-off = The round table on { $when } ({ $about }) is called off. Please do not come; we are sorry.
button-forum-come = I come
button-forum-stay = I do not come
button-forum-agree = You may ask me to a round table
typed-forum-in = ask me to round tables
typed-forum-out = do not ask me to round tables
press-forum-agreed = Noted. When you are drawn for a round table about this, I ask you first, in private. To stop: "do not ask me to round tables".
forum-agreed = Noted. When there is a round table about what you raised, you may be drawn, and are asked first, in private. To stop, send "do not ask me to round tables".
forum-not-agreed = Noted. You are not asked to round tables. To be asked again, send "ask me to round tables".
press-forum-over = This round table is over or called off.
mydata-forum-drawn = Round table { $id }: you were drawn, label { $label }.
mydata-forum-in-pot = Round table { $id }: your label { $label } is in the pot; not drawn, or not yet.
consent-forum-open = Round tables: you have not agreed, so you are not asked. To be asked, send "ask me to round tables".
consent-forum-given = Round tables: on { $day } you said that you may be asked. To stop, send "do not ask me to round tables".
consent-forum-taken-back = Round tables: on { $day } you said that you are not to be asked. To be asked, send "ask me to round tables".

## Answers: outcome, what to bring, check, call
decided-supported = granted
decided-partly = granted in part
decided-explained = explained
decided-not-supported = not granted
typed-procedure = documents photocopy certificate
button-add-guide = Add what to bring
button-no-procedure = No paperwork, send
button-guide = What to bring
button-refuse-one = Refuse one thing in writing
button-pass = Pass
button-return = Send back
button-guide-again = What to bring, again
button-call-solved = Reached: solved
button-call-unsolved = Reached: not solved
button-call-tried = Nobody answered
button-call-no-contact = Cannot be reached
button-call-no-grade = Did not say
button-still-fine = Still fine
button-broke = Broken again
prompt-guide =
    { $number }: { $ping }, please reply to this message, one item a line, like this:
    Basis: 青禾县医保局〔2025〕3号
    Material: original hospital invoice, the hospital, 1
    Material: copy of the identity card, yourself, 2
    Time: 15 working days
    Place: county service hall, second floor, insurance window
    Phone: 0000-8810119
    A material has three parts: name, who issues it, how many. You check it before it goes out.
prompt-refuse = { $number }: { $ping }, please reply to this message: what is refused, why, and by which law, rule or document (in 《》 or by its number). The rest goes on. You check it before it goes out.
prompt-return = { $number }: { $ping }, please reply to this message: why it goes back and what is to be added. Only the handler reads it.
prompt-returned = { $number }: Sent back to the handler.
preview-of-guide = { $number }: The resident will be told in one go:
preview-of-refusal =
    { $number }: The resident will be answered in writing, the rest goes on:
    { $words }
preview-outcome = Outcome: { $outcome }
preview-guide =
    What to bring:
    { $list }
preview-guide-form =
    The list is still empty. Please reply with one item a line, like this:
    Basis: 青禾县医保局〔2025〕3号
    Material: original hospital invoice, the hospital, 1
    Time: 15 working days
    Place: county service hall, second floor, insurance window
    Phone: 0000-8810119
preview-guide-missing = Still missing in the list: { $missing }. Please reply once more.
preview-procedure = If the resident has to hand in papers, press "Add what to bring" and tell everything in one go.
preview-basis-missing = A refusal needs its basis. Please reply once more and name the law, rule or document (in 《》) or its number, for example: 依据《最低生活保障审核确认办法》第五条.
preview-no-such-day = There is no "{ $written }". Please correct it.
preview-no-sum = "{ $written }" is no usable figure. Please correct it.
preview-vague-day = "{ $written }" names no day; better write month and day.
preview-sum = "{ $written }" is read as { $yuan } yuan, please check.
preview-check = { $number }: Given to { $checker } to look at; it goes out once passed.
guide-basis = Basis
guide-material = Material
guide-limit = Time
guide-place = Place
guide-phone = Phone
guide-bring = What to bring:
guide-line = { $label }: { $value }
guide-item = { $no }. { $name } (issued by { $issuer }), copies: { $copies }
guide-unread-line = Not understood: { $line } (one item a line: Basis, Material, Time, Place or Phone, then a colon)
guide-unread-empty = Nothing after the colon: { $line }
guide-unread-material = Not understood: { $line } (a material has three parts: name, issuer, copies)
guide-unread-copies = How many is not clear: { $line } (write 1, 2 …)
guide-unread-phone = No number for the phone: { $line }
told-guide =
    No. { $number }: { $unit } tells you in one go what is needed
    { $list }
told-outcome = Outcome: { $outcome }
told-refused =
    No. { $number }: { $unit } answers in writing that this one thing is not granted
    { $words }
    The rest goes on; the case is not over.
told-ways = If you do not agree, you may ask the level above for a review until { $until }; tell us too if anything is new.
told-broke = No. { $number }: you say it is broken again. It is taken up anew by { $unit } { $cadre }; you will have an answer before { $due }. Please reply where and how, a photo is fine.
status-denied = Written answer of { $day }: { $outcome }. { $words }
ask-again = No. { $number } ({ $subject }, { $place }): some time has passed. Is it still fine? One tap will do, and none is fine too.
card-check = Waits for { $checker } to look at it, then goes to the resident
check-ask =
    { $number }: { $subject }: { $by } has written the answer, { $checker } please look at it. It goes out only once passed; due before { $due }.
    { $words }
check-late =
    { $number }: { $subject }: nobody has looked at the answer of { $by } in time ({ $checker }). Please see to it; you may look at it yourself. Due before { $due }.
    { $words }
check-no-procedure = The handler says that no paperwork is needed, so there is no list.
check-returned =
    { $number }: The answer comes back, please mend it and report again:
    { $words }
check-not-own = Nobody passes their own answer.
press-check-asked = Given to { $checker } to look at; it goes out once passed.
press-check-passed = Passed and sent to the resident.
press-not-ready = It cannot go yet; what is missing stands above.
press-call-noted = Noted.
calls-none = Nobody is to be phoned now.
call-line = { $number }: { $subject }, { $place }: answered by { $unit } on { $answered }, not rated yet.
call-tried = Phoned { $calls } times on { $days } days, nobody answered.
call-heard = Heard on the phone: { $solved }. (Not the resident's own rating)
call-no-contact = Noted: cannot be reached.
call-ask-grade = Is the resident content with how it was handled?
call-too-few = Only after { $least } calls in vain on { $leastdays } days can this be noted. So far: { $calls } calls, { $days } days.
read-by-callback = callback officer

## Who is in a group: leaving, coming

left-unit-group = { $cadre } is no longer in the group of { $unit } and cannot act on its cases for now. Once back in the group they can. If they have moved on, please have the roster changed and pass their cases to somebody else.
press-left-group = You are no longer in the group of this unit, so this cannot be done for now. Back in the group you can again; please ask the head of the unit.
stranger-came =
    Somebody who is not on the roster came to the group of { $group }, by the name of { $name }.
    The cards there now show number, unit and date only. If they are one of yours, press below; if not, please put them out.
stranger-unnamed = (no name)
stranger-watch = Somebody who is not on the roster came to the group of { $group }. Its head has been asked; until then the cards show number, unit and date only.
button-belongs = They belong here
press-belongs = Noted. The cards in the group of { $group } are shown in full again.
press-stranger-settled = That has been settled already.
ops-stranger = Since { $since }, { $count } times somebody who is not on the roster came to a staff group (latest: { $group }). Cards are reduced and the head has been asked. If a cadre is missing, add them to the roster and invite them.
card-minimal =
    Responsible: { $unit } { $ping }, answer by { $due }
    Somebody here is not known yet, so the content is not shown. Press "Original".
screening-minimal =
    To be screened by { $screen }
    Somebody here is not known yet, so the content is not shown. Press "Original", then choose a unit.

## Merged, related, split, not accepted
typed-merge = merge
typed-relate = relate
button-linked = Join/split
button-merge = Merge
button-relate = Relate
button-other-door = Also raised elsewhere
button-split = Split
button-decline = Do not accept
button-merge-confirm = Merge them
button-relate-confirm = Relate them
button-relate-aloud = Relate them, tell both
button-merge-undo = Part { $number } again
button-read-of = Original of { $number }
button-unrelate = { $number } is not related
button-split-as = Split off: { $what }
button-split-share = Split off the share of { $unit }
button-object = I do not agree
button-take-up = Take it up
button-uphold = It stays not accepted
prompt-merge = [{ $number }] { $ping }, which case does it go into? Reply to this message with its number.
prompt-relate = [{ $number }] { $ping }, which case has to do with it? Reply to this message with its number.
prompt-other-door = [{ $number }] { $ping }, where else was it raised? Reply to this message with the place and the number there, such as: hotline 12345, 20260302017.
prompt-other-door-kept = [{ $number }] Noted; it is not given out twice, and the sender has been told. You can tell the other door: it is being handled by { $cadre } of { $unit }, answer by { $due } (Regulations on Petitioning, art. 19).
prompt-decline = [{ $number }] { $ping }, reply to this message in two or three sentences: why it is not taken up here, what to bring, whom to see. You check it before it goes out.
prompt-number-missing = [{ $number }] There is no number in it. Reply once more with the eight digits, such as 3517-0426.
preview-merge = [{ $number }] goes on under [{ $other }]. Its sender keeps the number, hears of everything and rates it.
preview-relate = [{ $number }] and [{ $other }] are shown beside each other, the numbers to staff only; nothing else changes. You decide whether both senders hear that others have raised the same.
preview-decline =
    Number { $number }: the sender will read:
    It cannot be taken up here: { $reason }. { $door }.
    { $words }
preview-decline-not-ours = That it is somebody else's business is no reason; press Transfer. Reply once more and say why another way is prescribed.
join-how = Give the numbers, such as: merge 3517-0426 2048-1163 (the first goes into the second); relate 3517-0426 2048-1163; one number alone shows what can be joined and split.
join-sheet = [{ $number }] { $subject }, { $place }: { $unit } { $cadre }, { $state }, answer by { $due }.
press-merged = { $number } goes on under { $other }; the sender has been told.
press-unmerged = { $number } goes on by itself; the sender has been told.
press-related = { $number } and { $other } are shown beside each other.
press-unrelated = They are related no longer.
press-split = Number { $number } was split off; the sender has been told.
press-declined = The sender has been told the reason and where to go.
press-objected = Noted. { $judge } of the supervisors looks at it; you will be told.
press-taken-up = Passed to the screeners; the sender has been told.
press-upheld = The sender has been told.
card-merged = Merged into it: { $numbers }
card-related = Related: { $numbers }
card-other-door = Also raised elsewhere: { $words }
card-worst = The worst rating of the parts: { $grade }
group-new-words-merged = [{ $number }] { $ping }, the sender of { $other }, merged into it, has added something; press "Original".
told-merged = Number { $number }: others have raised the same matter, and it is handled together. Your number stays, you hear of every step and of the answer, and you rate it yourself.
told-related = Number { $number }: others have raised the same, and whoever handles it looks at all of it. Yours is handled and answered by itself, by { $due }.
told-unmerged = Number { $number }: it is handled by itself again; the date of the answer stays, by { $due }.
told-reopened-together = Number { $number }: somebody who raised the same matter says that it is not solved. It is done again by { $cadre } of { $unit }, answer by { $due }.
told-twice-together = Number { $number }: somebody who raised the same matter says again that it is not solved. { $decider } of the county decides what is done, and you hear by { $ruling }. Until { $window } you may also ask for a review by { $above }: press the button (Regulations on Petitioning, art. 35).
told-review-together = Number { $number }: somebody who raised the same matter has asked for a review. { $cadre } of { $unit } looks at it anew and answers you in writing by { $due }.
ask-still-closed = Number { $number }: { $unit } has what you added. The case is closed; if it is not solved, press "Not solved" and it is done again.
told-split = Number { $number }: you spoke of more than one matter; "{ $subject }" has this number of its own. { $cadre } of { $unit } has it, answer by { $due }.
told-split-open = Number { $number }: you spoke of more than one matter; "{ $subject }" has this number of its own, answer by { $due }. You will be told who has it.
told-other-door = Number { $number }: what you said elsewhere ({ $words }) is the same matter. It is handled here, by { $cadre } of { $unit }, answer by { $due }.
told-not-accepted =
    Number { $number }: it cannot be taken up here: { $reason }. { $door }.
    { $words }
    If you do not agree, press the button; a supervisor looks at it.
told-taken-up = Number { $number }: a supervisor has looked at it, and it is taken up. The date stays, by { $due }.
told-upheld = Number { $number }: { $judge } of the supervisors has looked at it; it cannot be taken up here: { $reason }. { $door }. If there is something new, just write.
objection-ask = Number { $number } ({ $subject }, { $place }): not accepted ({ $reason }), and the sender does not agree. Please decide.
objection-late = Number { $number } ({ $subject }, { $place }): not accepted ({ $reason }), the sender does not agree, and nobody has decided. Please decide.
status-parts = You spoke of several matters; each is handled by itself:
status-parts-open = { $cadre } of { $unit } has answered, and your rating is noted. It is closed together with those below.
status-worst = All are done. The worst rating you gave: { $grade }.
decline-ground-litigation = Belongs in court
decline-ground-arbitration = Belongs in arbitration
decline-ground-reconsideration = Belongs in reconsideration
decline-ground-elsewhere = Not in this county
decline-reason-litigation = by law a court decides it, or is doing so
decline-reason-arbitration = by law it goes to arbitration first, or is there
decline-reason-reconsideration = by law it goes to administrative reconsideration, or is there
decline-reason-elsewhere = it is not in this county and is handled where it is
decline-door-court = Court
decline-door-labour = Labour arbitration
decline-door-land = Land arbitration
decline-door-reconsideration = Reconsideration
decline-door-there = 12345 of the place
decline-door-legal_aid = Legal aid
decline-way-court = Please see the service centre of the county court, phone 12368
decline-way-labour = Please see the labour arbitration office of the county, phone 12333
decline-way-land = Please see the land contract arbitration board, at the agriculture department
decline-way-reconsideration = Please see the reconsideration desk of the justice bureau, phone 12348
decline-way-there = Please phone 12345 of the place where it happened, with its area code
decline-way-legal_aid = Please see the legal aid centre of the county, phone 12348; it helps those who cannot pay
refusal-together = These two are together already.
refusal-merge-owed = Something is promised in it, or a unit still helps. Merge the other one into it instead.
refusal-merge-supervised = It is being supervised. Merge the other one into it instead.
refusal-merge-danger = Where life may be in danger a case stays by itself.
refusal-one-of-several = It is one of several, or has others with it.
refusal-merge-disputed = It must be ruled first whose it is.
refusal-one-matter = There is nothing in it that can be split off.
refusal-objected = You have said so already; a supervisor is looking at it.

## For somebody else, agents, joint senders
typed-behalf-who = for|person|who
typed-code = code
behalf-ask =
    Please send the person's words as one message; photos may come with it.
    On a line of its own at the beginning you may write "for: name, village, phone", as much as is known, or nothing. Of several people one line each, at most { $visitors }.
behalf-too-many = At most { $visitors } people at once. If there are more, please ask them to choose { $visitors } who speak for all; the others can join from their own phones. Please write it anew.
behalf-no-words = There are no words about the matter yet. Please send the person's words as one message.
behalf-slip =
    No. { $number }. Please copy this code for the person:
    { $codes }
    They, or somebody of the family, open t.me/{ $bot } on their own phone and send it. From then on the messages go to them, and they say whether it is solved.
    Good until { $until }, once only. Give it to nobody else.
behalf-slips =
    No. { $number }. One code each; please copy them for the people:
    { $codes }
    Each opens t.me/{ $bot } on their own phone and sends their code. Each has their own messages and their own rating.
    Good until { $until }, each once only. Give them to nobody else.
behalf-line = No. { $number }: filed by you, taken over by the person. { $state }.
behalf-line-gone = No. { $number }: filed by you, taken over by the person. Messages now go to them.
behalf-line-sealed = No. { $number }: filed by you, seen by named readers only; what is said goes to the person alone. { $state }.
behalf-sealed-news = No. { $number }: there is news, for the person alone. They take it over with the code.
behalf-not-yours-to-say = Whether it is solved is for the person to say. They take it over with the code.
button-slip = A code for the person
status-for-neighbour = You wrote this for somebody else. If they have a phone, press "Ask somebody in" and then "A code for the person", so that they hear of it themselves.
original-recorded = (filed by a recorder; the person has not taken it over yet, so questions wait until they have)
original-recorded-claimed = (filed by a recorder; the person has taken it over)
original-for-neighbour = (written for somebody else)
original-whom = The person: { $who }
claimed = This is yours now. Messages go to you, and whether it is solved is yours to say.
claimed-of-neighbour = Somebody wrote this for you; it is yours now. Both of you get the messages, and of ratings yours decides.
told-handed-over = No. { $number }: the person has taken it over; messages now go to them. Thank you for filing it.
told-neighbour-claimed = No. { $number }: the person has taken it over. You still get the messages; of ratings theirs decides.
refusal-not-their-word = That is for the person to say.
button-people = Ask somebody in
people-menu =
    No. { $number }: you can ask somebody in.
    An agent: somebody you trust reminds, adds, answers and rates for you. You can end it at any time, and your own word comes first.
    A joint sender: somebody with the same matter sends it with you, with their own messages and their own rating.
button-agent = Ask an agent in
button-joint-sender = Ask a joint sender in
button-end-agent = End: { $name }
people-full = There may be two agents at most, and no more invitations that nobody has used.
invite-agent =
    Please pass the next two lines on to somebody you trust. Good until { $until }, once only:
    Please act for me in a matter, just open this: { $link }
    or open it and send this code: { $code }
    Do not send it to a group: whoever opens it first is the one.
invite-joint =
    Please pass the next two lines on, one invitation for each person. Good until { $until }, once only:
    Please send a matter jointly with me, just open this: { $link }
    or open it and send this code: { $code }
    Do not send it to a group: whoever opens it first is the one. For others press "Ask a joint sender in" again.
accept-agent = Somebody asks you to act for them in a matter: to remind, add, answer and rate. Both of you get the messages; they can end it at any time, and so can you.
accept-joint = Somebody asks you to send a matter jointly. You get your own messages and rate for yourself, and can leave at any time.
button-accept = Accept
joined-as-agent = You are the agent now.
joined-as-sender = You send this jointly now.
told-agent-joined = No. { $number }: { $name } has accepted and acts for you from now on. If that is not whom you asked, or no longer wanted, one press ends it.
told-joint-joined = No. { $number }: { $name } sends it jointly now. If that is not whom you asked, one press ends it.
button-end-agent-now = End it
button-not-invited = Not whom I asked
button-agent-leave = Stop acting
people-not-ended = They are one of the senders by now and cannot be asked to leave.
people-left-line = No. { $number }: you have left this matter.
told-agent-ended = No. { $number }: acting for them has ended; you get no more messages about it.
told-agent-left = No. { $number }: nobody acts for you there any more.
told-left = No. { $number }: you have left and get no more messages. The matter goes on.
people-unnamed = (no name)
people-not-passed-on = This matter is not with you any more, so these words were not passed on. If you have a matter of your own, just say it.
told-reopened-joint = Number { $number }: a sender is not content, so it is taken up again by { $cadre } of { $unit }. You have an answer by { $due }.
told-reopened-sealed-joint = Number { $number }: it is taken up again. You have an answer by { $due }.
told-twice-joint = Number { $number }: a sender said again that it is not solved or that they are not content. { $decider }, a supervisor of the county, decides by { $ruling }: it is done again, it goes one level up, or it is explained to you. The senders may also ask for a review until { $window }, by { $above } (信访工作条例 art. 35).
refusal-people-beside = Others have a word in it beside its sender; it goes its way alone.
attempt-code = a code

## Face to face: seeing a leader, reception days
told-face-asked = No. { $number }: you want to see a leader. This has gone to the person who arranges it. By { $meetdue } you will have a time, or the reason why not.
told-face-explained =
    No. { $number }: about seeing a leader
    { $words }
told-face-lost = No. { $number }: the time we had agreed is off, we are sorry. By { $meetdue } you will have another, or the reason why not.
told-face-not-held = No. { $number }: the meeting did not take place, we are sorry. By { $meetdue } you will have another time.
told-face-missed = No. { $number }: we waited for you on the reception day. If you still want to come, just say so.
told-face-tomorrow = No. { $number }: tomorrow, { $meeting }. If you cannot come, please give the time back.
told-face-sealed = This is now read by named readers only, and they will also see about a meeting.
status-face-asked = You want to see a leader: by { $meetdue } you will have a time, or the reason why not.
status-face-offered = You want to see a leader: please tap one of the times we sent.
status-face-booked = Meeting: { $meeting }.
face-session = { $start } to { $end }, { $venue }, { $leader }
face-choose = No. { $number }: these are the times when leaders receive people. Tap one and it is yours. You can give it back.
face-booked =
    No. { $number }: it is yours, { $meeting }.
    Just give this number when you come.
button-face-take = { $start } { $leader }
button-face-give-back = I cannot come
button-face-sessions = Offer times
button-face-explain = Explain
button-face-held = Held
button-face-not-held = Not held
button-face-missed = Did not come
face-asked = No. { $number } ({ $subject }, { $place }): the sender wants to see a leader; why stands in the original. Please offer times or explain by { $meetdue }.
face-asked-again = No. { $number } ({ $subject }, { $place }): the sender still waits to see a leader; the former time is off. Please offer others or explain by { $meetdue }.
face-seat-taken = No. { $number } ({ $subject }, { $place }): the sender comes to see you, { $meeting }.
face-seat-free = No. { $number }: the sender gave the time back.
face-leader-tomorrow = No. { $number } ({ $subject }, { $place }): tomorrow, { $meeting }.
face-result = No. { $number }: the time is over ({ $meeting }). Please put down by { $meetdue } how it went.
group-face = [{ $number }] { $ping }, the sender wants to see a leader. Please see to the matter and speak with them.
raised-face = No. { $number } ({ $subject }, { $place }): the sender wants to see a leader and has heard nothing by { $meetdue }. Now at { $level }: { $todo }.
late-face = No. { $number }: the sender wants to see a leader and nothing has come of it by { $meetdue }. Please see to it.
cause-unreceived = the wish to see a leader was not answered in time
prompt-face-explain = [{ $number }] { $ping }, reply to this message and write why there is no meeting now and how the matter goes on. It goes straight to the sender.
press-face-offered = The times have been sent; the sender chooses.
press-face-no-sessions = No time is free soon. Please tap "Explain".
press-face-booked = It is yours.
press-face-full = That time has just been taken. Please choose another.
press-face-none-left = No time is free now. We will find one and tell you.
press-face-given-back = Given back. Tap another time if you still want to come.
ask-face-meant =
    No. { $number }: what you sent had no words. We looked and listened, and understand
    { $words }
    Is that what you mean?
button-face-put-down = Put into words
button-face-meant = Yes
button-face-not-meant = No, I will say it again
prompt-face-put-down = [{ $number }] { $ping }, reply to this message and write in a sentence or two what you heard and saw. The sender sees it first; it counts only once they say yes.
prompt-face-asked-back = [{ $number }] The sender has been asked. Until they say yes it does not count.
press-face-not-meant = All right, please say it again, in writing or by voice.
face-not-meant = No. { $number }: the sender says that is not what they mean. Please wait for their words.
card-face-heard = To be confirmed: the sender has not said yet whether these words are meant
screening-face-heard = To be confirmed: the words put down for the sender have been sent to them. If it is urgent, look at the original and choose a unit. Decide by { $screen }.
face-known =
    No. { $number }: on "{ $words }", { $unit } answered somebody else on { $day }
    { $answer }
    Your case goes on all the same. If this is enough, tap "Useful, enough".
button-face-enough = Useful, enough
button-face-go-on = Please see to it
press-face-enough = All right, nobody will work on it any more. Write whenever something comes up.
press-face-go-on = All right, it goes on and you will have an answer.
entry-proposed =
    An entry for the knowledge list, please look at it ({ $subject }, { $unit }). Whoever asks about "{ $asked }" will first be told:
    { $answer }
    Names, phones and id numbers are masked; please look once more for anything of somebody's. It is used only once you tap "Use it", until { $until }.
entry-review =
    An entry of the knowledge list ends soon ({ $subject }, { $unit }), on { $until }:
    { $answer }
    Is it still right?
entry-kept =
    In use ({ $subject }, { $unit }), until { $until }:
    { $answer }
entry-dropped = Not used any more ({ $subject }, { $unit }).
button-entry-keep = Use it
button-entry-drop = Do not use
button-entry-mend = Mend it
prompt-entry-mend = { $ping }, reply to this message with the answer written anew, without names and phones. The list of what to bring stays.
prompt-entry-mended = Mended. Please look once more and tap "Use it".
wish-due = { " " }By { $due }; after that somebody above is told.
standing-visit = come and see
standing-call = call you back
stats-face = { $name }: { $count } asked for a leader before it was settled ({ $open } under way, { $late } late, { $answered } after an answer).

## Topics and the board
topic-name = { $cardstate } { $number } { $subject } { $town }
topic-name-short = { $cardstate } { $number }
topic-stub = { $number } passed on
board-head = { $unit }: the board
board-counts = Open { $open }, due today { $today }, past the date { $late }
board-item = [{ $number }] { $cardstate }, answer by { $due }
board-more = { $count } more; please see the cards
board-moved = The board of { $unit } stands in another group now.

## The county's week
weekly-head = { $county }, the week { $from } to { $until }: new { $new }, closed { $closed }; now open { $open }, of these past the date { $late }, supervised { $supervised }
weekly-unit = { $unit }: new { $new }, closed { $closed }, open { $open }, past the date { $late }, supervised { $supervised }
weekly-rates = ; response { $responded }, solved { $solved }, satisfied { $satisfied }
weekly-no-rates = ; few ratings yet
weekly-hint = The rates (%) are those of { $period } without what was left out; below { $few } ratings there is none. Sealed cases, and those somebody is kept out of, are not in it.

## Command menus and the help for each role
command-work = My work
command-stats = Rates and counts
command-calls = Calls to make
command-spotcheck = Draw a spot check now
command-attempts = Who tried to see sealed cases
command-reload = Take up the new configuration
help-role-handler = Handling: press “Sign” on the card and “Report done” in the end; an answer to the card, or words in the topic of the case, are an internal note. Your work: /work.
help-role-head = Heading a unit: you assign others, decide on more time and check answers; what waits for you comes as a list each morning.
help-role-screener = Screening: choose the subject or the unit on the card in the screeners' group; what is about a person is shown to you in private.
help-role-supervisor = Supervising: what rises is told to you in private, and each Monday the county's week; /spotcheck draws a spot check, /forum opens a round table.
help-role-callback = Calling back: /calls lists the calls to make.
help-role-reader = Sealed cases: read and answered in private only; /attempts tells who tried.
help-role-on-call = On call: danger to life reaches you in private at once; please press “I take it”.
help-role-operator = Running the bot: /reload after a change of the configuration; you see nothing of what people say.
group-help =
    The buttons on the cards do it: “Sign” first, “Report done” in the end, the rest behind “More”.
    An answer to a card, or words in the topic of a case, are an internal note that the resident does not see; the button beneath it sends it on.
    The pinned board shows what is open, due today and past its date. For figures send /stats.

## A new county: minqing init
init-made = Wrote { $dir }: { $county }, { $towns } towns, { $villages } villages, { $units } units, { $people } people, { $posts } posts.
init-made-screeners = Screeners (decide when the machine is not sure, and read first what accuses somebody): { $people }
init-made-readers = Readers of sealed matters (handle what screeners pass on to them): { $people }
init-made-on-call = On call (when life is in danger): { $people }
init-made-operators = Operators (invite people, bind groups): { $people }
init-assumed = Where the sheet says nothing, this was assumed. If it is wrong, correct the sheet and run again:
init-missing = Still missing:
init-missing-phones = no phone, so you hand the invite over yourself: { $people }
init-came = New: { $people }
init-left = No longer in the sheet: { $people }. Nobody else gets their ids; the former files are in before/.
init-next =
    next:     minqing --config { $dir } check
    try it:   minqing --config { $dir } sandbox
    let it learn:     minqing --config { $dir } train --from { $dir }/starter.jsonl
    sheet corrected:  minqing --config { $dir } init { $sheet } --update
init-sample =
    Wrote { $file }. Open it in a spreadsheet, one person a row, put your people in place of the examples, save.
    next:     minqing --config NEW_FOLDER init { $file }
init-invited = { $waiting } of { $all } have not joined. One link each, for one use within three days; send it to the person, never to a group.

init-note-carried = rows { $rows } have blank (merged) cells: they mean what stands above.
init-note-ignored = columns not used: { $columns }
init-note-no-role-column = no column "role" (角色): everybody handles cases.
init-note-no-place-column = no column "place" (地方): no row says who serves which village.
init-note-no-phone-column = no column "phone" (电话): you hand the invites over yourself.
init-note-vacant = row { $row }, { $unit }: nobody is named yet; the row is left out.
init-note-nameless = the sheet does not name the county: it is called { $name } for now. Change name in [county] of minqing.toml; id too, but only before the bot first runs.
init-note-office = { $office } is taken for { $town }.
init-note-namesakes = rows { $rows } both say { $person }, in different units: taken for two people.
init-note-twin-village = there are several { $village }: this one is called { $full }, and residents must write the town.
init-note-desk = no unit is called 县民情办: { $unit } screens and supervises.
init-note-open-seat = no row says who reads sealed matters: a seat "{ $seat }" is kept open in 纪委监委. Until somebody takes it, what accuses somebody is read by { $screeners } only; what is handed on stays sealed, and no group sees it.
init-note-readers = no row has the role 纪检: { $people } of { $unit } read sealed matters.
init-note-no-head = no row says who heads { $unit }: { $person } does.
init-note-two-heads = { $unit } has several heads: { $person } it is; { $others } handle cases.
init-note-no-screener = no row says who screens; chosen: { $people }.
init-note-watched-screener = { $person } of { $unit } screens: screeners read first what accuses somebody, also about { $unit }. Better choose somebody who handles nothing.
init-note-no-on-call = no row says who is on call; chosen: { $people }.
init-note-no-operator = no row says who operates; chosen: { $people }.
init-note-chain = no row says who stands above the heads of { $count } units: { $person } hears when they are late.
init-note-subject = subjects understood by their meaning: { $guesses }
init-note-lead = as the sheet says, { $unit } leads { $subjects }.
init-note-orphans = no row names these units: { $units }. A screener decides on their { $count } subjects, one case at a time.
init-note-whole = no row says who answers for all of these units, so their heads do: { $all }
init-note-village = no row says who answers for { $villages }: { $person } does.
init-note-shared = several people answer for { $what }: { $first } does, { $second } is deputy.
init-note-deputies = where no row names a deputy, colleagues stand in: { $all }
init-note-alone = one person only, so no deputy: { $all }
init-note-gas = no number of the gas company: residents are told { $number }. Change gas in [phones] of minqing.toml.
init-note-moved = { $person } moved to { $unit } and keeps the id { $id } and the account. If it is somebody else, take the former one out of the sheet, update, then add the new one.

init-fault-there = { $dir } holds a county already, nothing was changed; to take a corrected sheet in: minqing --config { $dir } init { $sheet } --update; to begin anew, name another folder
init-fault-nothing-there = { $dir } holds no county yet, so there is nothing to update; leave --update out
init-fault-old = { $dir }/{ $file } cannot be understood; run minqing --config { $dir } check and mend what it names
init-fault-read = cannot be opened ({ $error }); look at the name and the folder
init-fault-huge = too big for a sheet of people; keep only that sheet and save it anew
init-fault-workbook = the workbook cannot be opened, perhaps it has a password; take it away and save as .xlsx or CSV
init-fault-encoding = the letters cannot be read; save it as "CSV UTF-8" or .xlsx
init-fault-header = no header found; one row must say: unit (单位), person (姓名), role (角色), place (地方), subject (事项), phone (电话), at least the first two
init-fault-empty = nobody stands below the header; one person a row
init-fault-column-twice = the column "{ $column }" is there twice; keep one
init-fault-quote = a quotation mark was opened and never closed, so the rows below run into one; close or remove it
init-fault-no-unit = { $person } has no unit; write it
init-fault-no-person = a row of { $unit } has no name; write it, or 待定 while nobody is named
init-fault-name = a name has digits or is too long; perhaps it is in the wrong column
init-fault-two-names = several people in one cell; one person a row
init-fault-two-units-cell = several units in one cell; a person belongs to one unit
init-fault-role = there is no role "{ $word }"; write one of: { $known } (or handler village head deputy screener supervisor discipline_reader on_call operator leader)
init-fault-phone = this is no telephone number; digits only, 5 to 20 of them
init-fault-phone-cut = the spreadsheet turned the number into a figure (E+); make the column text and type it again
init-fault-two-phones = { $person } has another phone than in row { $row }; one number a person, or if they are two people, add something to the name
init-fault-two-units = { $person } has the same phone in row { $row } but another unit; a person belongs to one unit, take one row out
init-fault-leader = a leader ({ $leader }) handles nothing, so has no place or subject; take them out or write another role
init-fault-foreign-place = { $place } is not part of { $unit }; name a village of that town, or put the person into the other one
init-fault-no-place = no town's row names { $place }; write the town before it
init-fault-which-place = several towns have a { $place }; write the town before it
init-fault-village-cadre = the village cadre { $person } needs one village and one only; for several write the role 经办 (handler)
init-fault-subject = there is no subject "{ $word }"; close to it are: { $near }
init-fault-sealed-subject = "{ $subject }" is sealed, only 纪委监委 reads it; take it out
init-fault-two-leads = "{ $subject }" is claimed by two units, { $one } and { $two }; keep one
init-fault-no-desk = nobody works for the county itself, so nobody decides when the machine is not sure; add a row such as: 县民情办, NAME, 甄别员
init-fault-reader-outside = { $person } is not in the discipline unit and cannot read sealed matters; write the unit { $lane }, or another role
init-fault-second-one = { $unit } and { $other } would be one and the same, and a county has only one; if they are one, write them alike, or else write the unit it belongs to
init-fault-no-superior = { $superior }, the superior of { $person }, is not in the sheet; correct the name or add a row
init-fault-which-superior = there are several { $superior }, and { $person } has one as superior; name somebody of the same unit or leave it blank
init-fault-lane-chain = { $person } and the superior { $superior } are on two sides of the discipline lane; sealed matters do not follow a chain of command, leave it blank
init-fault-chain = the superiors above { $person } lead back to { $person }; the topmost has none
init-fault-made = what this sheet leads to does not pass the check, so nothing was written; correct the sheet by these lines:
init-fault-write = { $dir } cannot be written ({ $error }); look at the disk and at the rights
init-fault-sample = { $file } cannot be written ({ $error }); choose another name
init-fault-sample-name = the sample is CSV and { $file } is not; for instance: minqing init --sample people.csv

# ---------------------------------------------------------------- hot topics, the topic of the month, alarms
typed-hot = hot
command-hot = What many speak of
help-hot = To see what many speak of lately, send "hot".
hot-head = { $of }: what many spoke of in the last { $days } days (counted each morning, in steps of five; fewer than five are not listed)
hot-none = Nothing yet that five people spoke of.
hot-item = · { $matter }: { $senders } people, { $places }, over about { $weeks } weeks. Last { $recentdays } days { $recent }, { $days } days before { $earlier }
hot-villages = { $count } or more villages
hot-villages-few = fewer than five villages
hot-at-least = { $count } or more
hot-few = fewer than 5
hot-by-word = { $subject } ({ $word })
hot-comma = {", "}
hot-month = Topic of the month: { $matter }, led by { $unit }, { $owner }, due { $due }.
hot-draft =
    Topic of the month (draft): { $matter }
    Spoke of it in the last { $days } days: { $senders }, { $places } villages or more. { $towns }
    To lead: { $unit }, { $owner }
    To do:
    { $tasks }
    By { $due } there is a way, and people are answered.
    Please settle whether it is to be.
hot-towns = Towns where many did: { $towns }.
hot-task-1 = See for yourselves in the villages and ask what is lacking
hot-task-2 = Find a way, with names and dates
hot-task-3 = Answer each who spoke of it
hot-confirmed = Topic of the month: { $matter }. Confirmed by { $by }; { $unit }, { $owner }, leads, due { $due }.
hot-dropped = Topic of the month (draft): { $matter }. { $by } settled: not this time.
hot-done = Topic of the month: { $matter }. { $unit } says that it is done, { $day }.
hot-task =
    Topic of the month: { $matter }
    { $ping } leads; by { $due } there is a way, and people are answered.
    To do:
    { $tasks }
    Please press when it is done.
hot-due =
    The topic of the month "{ $matter }" is due today; { $ping }, please have a look.
    { $tasks }
    Please press when it is done.
hot-open = Nobody has settled this draft for three working days; here it is once more.
hot-late = The topic of the month "{ $matter }" is past { $due }; { $unit }, { $owner }, has not said that it is done.
hot-season =
    From { $season } on last year many spoke of "{ $matter }". It is { $days } days until then; please prepare before people have to ask:
    { $tasks }
hot-alarm = Early sign: in { $place } { $count } people or more spoke of "{ $matter }" within { $days } days. { $ping }, please send somebody to look by { $by }, and press when you have.
hot-alarm-nobody = Early sign: in { $place } { $count } people or more spoke of "{ $matter }" within { $days } days. Please send somebody to look by { $by }, and press when you have.
hot-alarm-looked = Early sign: { $place }, "{ $matter }". { $who } said on { $when } that somebody was sent to look.
hot-alarm-late = Early sign: { $place }, "{ $matter }". { $unit } has not said yet that anybody was sent; { $ping } has it. Please call and ask.
hot-alarm-late-nobody = Early sign: { $place }, "{ $matter }". Nobody has said yet that anybody was sent. Please call and ask.
button-hot-looked = Somebody was sent
press-hot-looked = Somebody has said so already, or the time is over.
button-hot-confirm = Confirm
button-hot-later = Another date
button-hot-drop = Not this time
button-hot-done = Done
status-hot = Many speak of this, and the county takes it up as one: { $unit }, by { $due }.
status-hot-late = Many speak of this, and the county takes it up as one: { $unit } was due by { $due } and is not through with it yet; the county is after it.
status-hot-done = What you said was part of a topic of the month ({ $matter }); { $unit } says that it is done.
### The same matter once more
same-some = Others have raised this too; { $state }.
same-many = { $count } residents or more have raised this; { $state }.
same-far-sorting = it is being decided who takes it
same-far-working = somebody is working on it
same-far-answered = there is an answer
past-line = What came before (outside this system): since { $year }, at { $levels }, { $times }. { $source }
past-own = You said: raised since { $year }{ $at }, { $times }.
past-own-staff = Noted by staff: you have raised it since { $year }{ $at }, { $times }.
past-own-at = {" "}at { $levels }
past-own-often = many times
past-town = the town
past-county = the county
past-city = the city
past-province = the province
past-state = Beijing
past-somewhere = places not named
past-times = { $times } times
past-often = many times (not counted)
past-by-sender = Noted as the sender told it.
past-by-staff = Added by staff.
button-history = Earlier petitions
button-history-wrong = What came before is wrong
button-merge-into = Merge into { $number }
prompt-history = [{ $number }] { $ping }, please write one line: since which year, at which levels, how often. For example: 1984年起 县、市 多次. What happened only, no judgement of anybody.
prompt-history-unread = No year was found. Please write it like this: 1984年起 县、市 多次.
prompt-history-kept = Noted. The sender sees it and can strike it out.
press-history-struck = Struck out. Just write to us how it really was.
card-repeat = Repeat petition
card-repeat-outside = Repeat petition (outside this system)
card-leader-due = , for more than a year: a county leader has to take charge
leader-missing = No. { $number } ({ $subject }, { $place }): a repeat petition of more than a year, and no county leader has taken charge. Please name one.
# ---------------------------------------------------------------- how urgent, needed by when, sums (as read)
urgency-p0 = Very urgent
urgency-p1 = Urgent
urgency-p2 = Rather urgent
pressing-and = {", "}
pressing-danger = life may be in danger
pressing-utility = no water, power or gas
pressing-animals = many animals die
pressing-road = the road is cut
pressing-want = no food or no home
pressing-day = needed by { $day }
card-pressing = { $urgency }: { $why }
# After the words to whoever is told that nobody saw to what presses.
late-pressed = {" "}{ $why }. It does not wait for office hours: please see to it now.
list-pressing = {" "}({ $why })
group-she = { $place }, group { $no }
group-zu = { $place }, group { $no }
group-dui = { $place }, group { $no }
sum-yuan = { $yuan } yuan
original-sums = sums named: { $sums }
original-read = Read by the machine (the words themselves count): { $read }
## Danger: on call, where it is, one danger told by several, the morning after
told-danger-taken = No. { $number }: { $taker }, who is on call, has taken this on and will contact you. Please look after yourself and those beside you first.
oncall-self-harm = Urgent: no. { $number }. Somebody says that they do not want to live. Kind words and 110/120 have been sent to them. Please contact them at once; listen first, do not reproach.
oncall-new-words = Urgent: No. { $number }, its sender has said more. Please open the original now and answer.
oncall-again = { $ping }, urgent: no. { $number }, { $subject }, { $place }. Nobody has taken it on for { $minutes } minutes. Please contact the resident at once and press "I take it on".
oncall-again-person = { $ping }, urgent: no. { $number }, { $place }: { $person }. Nobody has taken it on for { $minutes } minutes. Please call them now, { $persondo }; if nobody answers, send somebody to their door. Then press "I take it on".
oncall-worse = Urgent: no. { $number }, { $place }. It has become worse: { $worse }. Please contact the resident now, and ask whether 119 and 120 have been called.
group-worse = [{ $number }] { $ping }, it has become worse: { $worse }. Please contact the resident and go there now.
card-worse = It has become worse: { $worse }
worse-gas = gas
worse-fire = fire
worse-collapse = collapse
worse-electric = live wires
worse-water = rising water
worse-people = people are trapped or hurt
worse-and = {", "}
person-self-harm = somebody says that they do not want to live
person-violence = somebody may be being beaten
person-medical = somebody is badly ill or hurt
do-person-self-harm = listen first, do not reproach, do not argue
do-person-violence = ask first whether they are out of reach, and whether 110 is needed
do-person-medical = ask first whether 120 has been called and whether they are awake
called-signed = { $cadre } of { $unit } has signed for it.
called-taken = { $taker }, who is on call, has taken it on.
called-by-name = { $names } have been called; nobody has taken it on yet.
called-nobody = Nobody has taken it on yet.
called-and = {", "}
status-despair = Those on call know, and are looking for you. Somebody reads what you write; say here whatever you like. If you cannot bear it, please call 110 or 120.
status-despair-taken = { $taker }, who is on call, has taken it on and is looking for you. Somebody reads what you write; say here whatever you like. If you cannot bear it, please call 110 or 120.
status-person = Those on call know, and are looking for you. If anything changes, write here; if it presses, call 110 or 120.
status-person-taken = { $taker }, who is on call, has taken it on and is looking for you. If anything changes, write here; if it presses, call 110 or 120.
oncall-sealed = { $ping }, urgent: a matter for named readers only may endanger a life, and none of them has confirmed. Please phone those who read sealed matters at once.
oncall-undispatched = { $ping }, urgent: no. { $number }, { $subject }, { $place }. After { $dispatchminutes } minutes it is still with no unit. Please dispatch it at once and contact the resident.
oncall-morning = { $ping }, no. { $number }: the emergency of { $alarmed }. Please contact them once more today and see how they are.
supervisor-danger = Urgent: no. { $number }, { $subject }, { $place }, possible danger to life. Nobody has taken it on for { $minutes } minutes. Please see to it at once.
supervisor-danger-person = Urgent: no. { $number }, { $place }: { $person }, for { $minutes } minutes now. { $called } Please see to it at once: call them, { $persondo }; if nobody answers, send somebody to their door.
reader-danger-again = Urgent: no. { $number }, for named readers only, possible danger to life. Nobody has taken it on for { $minutes } minutes. Please contact the sender at once and press "I take it on".
reader-danger-morning = No. { $number }: the emergency of { $alarmed }. Please contact the sender once more today, in confidence.
remind-result = No. { $number } ({ $subject }, { $place }): please report the result of the emergency of { $alarmed } today, also where the valve is shut or the fire is out. The resident has it in writing by { $due }.
keyboard-location = Send my location
ask-danger-place =
    Once you are safe, please tell us where it is: press "Send my location" below, or write village, group, what stands at the door.
    Please add one phone number that reaches you. It is not sent to any work group.
ask-danger-phone =
    Once you are safe, please leave one phone number that reaches you. It is not sent to any work group.
    You can also press "Send my location" below, so that you are found.
ask-danger-self-harm =
    Somebody on call would like to talk with you. If you like, leave a phone number that reaches you, or press "Send my location" below.
    You can also just write here. Whoever is on call can read it.
status-incident = Others have reported the same; it is seen to together. Your number stays, and you hear of progress as before.
told-incident-news = No. { $number }: { $unit } is dealing with this danger. You have the written result of your own report by { $due }.
told-incident-apart = No. { $number }: from now on yours is dealt with by itself, with an answer by { $due }.
card-head-urgent = [{ $number }] Urgent, { $cardstate }
card-incident = { $reports } households report the same, also under { $numbers }
card-incident-many = { $reports } households report the same, the latest under { $numbers }
card-incident-and = {", "}
button-tell-all = Tell all of them
prompt-tell-all = [{ $number }] { $ping }, reply to this message with what { $reports } households shall be told. It goes to each of them as it is: no names, addresses or phone numbers of anybody.
prompt-told-all = [{ $number }] Sent to { $reports } households.
ask-damage =
    No. { $number }: you get a written answer on the emergency of { $alarmed } by { $due }.
    Was anything in your home damaged, or crops or animals lost? Press to have it registered.
ask-damage-answered = No. { $number }: the emergency of { $alarmed }. Was anything in your home damaged, or crops or animals lost? Press to have it registered.
button-damage = Register damage
button-no-damage = No damage
ask-damage-list = Please reply to this message, all in one: what is damaged, how much of it, about what it is worth. It gets a number of its own, and { $unit } sends somebody to look.
ask-damage-list-open = Please reply to this message, all in one: what is damaged, how much of it, about what it is worth. It gets a number of its own, and you hear who comes to look.
damage-placeholder = What, how much, worth what
## Tales of service, purposes, bodies outside the county, vows

advice-animals =
    Do not move, sell or slaughter the dead animals, and do not throw them into a ditch. Close the pen first; keep people and other animals away.
    Please call the farming line 12316 now, the village's animal health worker, or { $unit }.
purpose-appeal = appeal
purpose-seek = wants a decision
purpose-suggest = suggestion
purpose-accuse = accusation
purpose-other = other
record-purpose = Purpose: { $purposes }
record-since = It speaks of { $year } and since
record-old = A matter of long ago: it speaks of { $year } and since
record-tags = Also touches: { $tags }
explain-can = what can be done or paid
explain-cannot = what cannot
explain-basis = the basis (a document by name in 《》, or its number)
preview-explain = The resident came several times and was not told clearly. The answer still has to say: { $missing }. Reply once more to add it.
button-outside-ask = Ask leave: { $body }
button-outside-take = Words for { $body }
button-outside-words = Show the words
button-outside-agree = Yes, pass it on
button-outside-withdraw = Take it back
card-outside-asked = { $body }: the resident was asked and has not answered; pass nothing on yet
card-outside-given = { $body }: the resident agrees
card-outside-refused = { $body }: the resident does not agree; pass nothing on
card-outside-withdrawn = { $body }: the resident took it back; pass nothing more on
press-outside-asked = The resident has been asked. Until they agree, pass nothing on to { $body }.
press-outside-taken = The words are in your private chat; that you took them is on record.
outside-words =
    Number { $number }, { $subject }, { $place }
    The resident says: { $words }
ask-outside-asked =
    Number { $number }: { $body } ({ $desk }, phone { $phone }) has to deal with this. { $cadre } of { $unit } would like to pass on the words below, for this matter and nothing else:

    { $words }

    Your name and phone are not passed on. If you agree, press “Yes, pass it on”; if not, nothing is passed on and your case goes on all the same.
ask-outside-given =
    Number { $number }: You agreed that the words below are passed on to { $body } ({ $desk }, phone { $phone }):

    { $words }

    If you change your mind, press “Take it back” at any time.
ask-outside-refused = Number { $number }: Nothing is passed on to { $body }. Your case goes on all the same.
ask-outside-withdrawn = Number { $number }: From now on nothing is passed on to { $body }. What has been passed on cannot be called back; we ask them not to use it any more.
outside-advice-insurer =
    You can do it yourself: report the loss to { $body }, { $desk }, phone { $phone }, and ask them to come and look.
    Take photos first, keep ear tags and policy, and do not wait.
outside-advice-bank =
    You can do it yourself: go to { $body }, { $desk }, with your identity card, or phone { $phone }.
    Ask what is missing; if they say no, ask for the reason in writing.
outside-advice-utility = You can phone { $body }, { $desk }, { $phone } yourself and ask on which day they come.
outside-given =
    【{ $number }】 The resident agrees that the words are passed on to { $body }.
    Press below to get them, pass them on in person or by phone, and tell the resident what comes of it.
outside-refused =
    【{ $number }】 The resident does not agree; pass nothing on to { $body }.
    They have been told what they can do themselves. Go on with what your own unit can do.
outside-withdrawn = 【{ $number }】 The resident took it back; pass nothing more on to { $body }. If you have passed it on, ask them not to use it any more.
outside-take =
    【{ $number }】 Only this may be passed on to { $body } ({ $desk }, phone { $phone }):

    { $words }

    In person or by phone, never forwarded. Write what they did under “kept”; the resident gets it.
consent-outside-given = { $day }: number { $number }, you agreed that words are passed on to { $body }.
consent-outside-refused = { $day }: number { $number }, you did not agree (or took back) that words are passed on to { $body }.
consent-outside-open = { $day }: number { $number }, you were asked whether words may be passed on to { $body } and have not answered.
promise-urge = { $words }; we press { $body } and tell you what came of it
vow-not-alone = “{ $vow }” is for the head of the unit to say. Please change it: what you will do and by when, not that it will surely succeed.
prompt-vow = 【{ $number }】 Nothing was sent. This vows something; that is for the head of the unit to say. Write what you will do and by when, and reply again.
vow-ask =
    【{ $number }】 { $owner } would like to promise the resident:
    { $promise }
    It says “{ $vow }”. It is sent only if you agree.
button-vow-agree = Agree, send it
button-vow-refuse = Do not agree
press-vow-asked = This vows something; { $judge } has been asked, and it is sent only if they agree.
press-vow-agreed = Sent to the resident.
press-vow-refused = Not sent; whoever wrote it has been told.
vow-agreed = 【{ $number }】 The head agreed; sent to the resident: { $promise }
vow-refused = 【{ $number }】 The head did not agree; this was not sent to the resident: { $promise }. Please word it anew.
vow-lapsed = 【{ $number }】 The case is answered or over; the head had not agreed to this, and it was not sent to the resident: { $promise }
refusal-no-leave = The resident has not agreed; it cannot be passed on.
# ---------------------------------------------------------------- what was learned
reason-learned = like texts it has learned → { $subject }
reason-learned-words = worded like texts it has learned { $words } → { $subject }
original-why = Why it came here: { $why }
ops-lessons-unread = Since { $since }: of what staff settled, { $lessons } cases cannot be opened, so nothing is learned from them. Everything else is learned as ever. Please run minqing doctor, which names what is damaged.
