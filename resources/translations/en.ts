<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="sv">
<context>
    <name>Accounts</name>
    <message>
        <source>Välj en mapp</source>
        <translation>Choose a folder</translation>
    </message>
    <message>
        <source>Kalendrar och tidböcker</source>
        <translation>Calendars and booking systems</translation>
    </message>
    <message>
        <source>Alla</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Välj en fil</source>
        <translation>Choose a file</translation>
    </message>
    <message>
        <source>Slag</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Namn</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Det som listan ska kalla den</source>
        <translation>What the list is to call it</translation>
    </message>
    <message>
        <source>Välj …</source>
        <translation>Choose …</translation>
    </message>
    <message>
        <source>Lösenord</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Spara</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Avbryt</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Sparad. Skriv bara för att byta.</source>
        <translation>Kept. Type only to change it.</translation>
    </message>
    <message>
        <source>Sparat. Skriv bara för att byta.</source>
        <translation>Kept. Type only to change it.</translation>
    </message>
    <message>
        <source>Läser dagens lista …</source>
        <translation>Reading today&apos;s list …</translation>
    </message>
    <message>
        <source>Sluta testa</source>
        <translation>Stop testing</translation>
    </message>
    <message>
        <source>Testa</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Logga in</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Ändra</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Ta bort</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Ja, ta bort</source>
        <translation>Yes, remove</translation>
    </message>
    <message>
        <source>Behåll</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Ingen kalender är tillagd än. Lägg till kalendern och tidboken, så jämförs de åt dig.</source>
        <translation>No calendar has been added yet. Add the calendar and the booking system, and they are compared for you.</translation>
    </message>
    <message>
        <source>Lägg till</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Datorns nyckelring går inte att använda. Lösenord sparas därför bara tills programmet stängs, och du skriver in dem igen nästa gång.</source>
        <translation>The computer&apos;s keyring cannot be used. Passwords are therefore kept only until the program is closed, and you type them in again next time.</translation>
    </message>
    <message>
        <source>Din vårdgivare bestämmer vilka kalendrar som läses.</source>
        <translation>Your care provider decides which calendars are read.</translation>
    </message>
    <message>
        <source>Ändringar här gäller nästa gång du startar programmet utan övning.</source>
        <translation>Changes here apply the next time you start the program without practising.</translation>
    </message>
    <message>
        <source>Läser …</source>
        <translation>Reading …</translation>
    </message>
    <message>
        <source>Det fungerar. Inga videobesök idag.</source>
        <translation>It works. No video visits today.</translation>
    </message>
    <message>
        <source>Hittade 1 besök idag.</source>
        <translation>Found 1 visit today.</translation>
    </message>
    <message>
        <source>Hittade {n} besök idag.</source>
        <translation>Found {n} visits today.</translation>
    </message>
    <message>
        <source>Ta bort {name}? Lösenordet glöms också.</source>
        <translation>Remove {name}? Its password is forgotten too.</translation>
    </message>
    <message>
        <source>Fil (.ics eller .csv)</source>
        <translation>File (.ics or .csv)</translation>
    </message>
    <message>
        <source>Mapp med filer</source>
        <translation>Folder of files</translation>
    </message>
    <message>
        <source>Delad kalenderadress</source>
        <translation>Shared calendar address</translation>
    </message>
    <message>
        <source>CalDAV</source>
        <translation>CalDAV</translation>
    </message>
    <message>
        <source>Microsoft 365</source>
        <translation>Microsoft 365</translation>
    </message>
    <message>
        <source>Tidbok (FHIR)</source>
        <translation>Booking system (FHIR)</translation>
    </message>
    <message>
        <source>Fil</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Mapp</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Adress</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Fyll i adressen först.</source>
        <translation>Fill in the address first.</translation>
    </message>
    <message>
        <source>Välj en fil först.</source>
        <translation>Choose a file first.</translation>
    </message>
    <message>
        <source>Välj en mapp först.</source>
        <translation>Choose a folder first.</translation>
    </message>
    <message>
        <source>Användarnamn, om det behövs</source>
        <translation>User name, if it is needed</translation>
    </message>
    <message>
        <source>Användarnamn</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>E-postadress</source>
        <translation>E-mail address</translation>
    </message>
    <message>
        <source>Vems tidbok (Practitioner/…)</source>
        <translation>Whose bookings (Practitioner/…)</translation>
    </message>
    <message>
        <source>En fil som du har exporterat. Den läses om när den har ändrats.</source>
        <translation>A file that you have exported. It is read again when it has changed.</translation>
    </message>
    <message>
        <source>Alla .ics- och .csv-filer i mappen läses, också nya.</source>
        <translation>All .ics and .csv files in the folder are read, new ones too.</translation>
    </message>
    <message>
        <source>Adressen sparas som ett lösenord, för den som har den kan läsa kalendern.</source>
        <translation>The address is kept like a password, for whoever has it can read the calendar.</translation>
    </message>
    <message>
        <source>Adressen till kalendern eller till servern.</source>
        <translation>The address of the calendar or of the server.</translation>
    </message>
    <message>
        <source>Du loggar in hos Microsoft i webbläsaren.</source>
        <translation>You sign in with Microsoft in the browser.</translation>
    </message>
    <message>
        <source>Fråga din IT-samordnare om adressen och ditt id där.</source>
        <translation>Ask your IT coordinator for the address and your id there.</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>enheten</source>
        <translation>the device</translation>
    </message>
    <message>
        <source>Ansiktet är jämnt belyst.</source>
        <translation>Your face is evenly lit.</translation>
    </message>
    <message>
        <source>Det är för mörkt för att se ditt ansikte.</source>
        <translation>It is too dark to see your face.</translation>
    </message>
    <message>
        <source>Tänd en lampa framför dig.</source>
        <translation>Switch on a lamp in front of you.</translation>
    </message>
    <message>
        <source>Ansiktet är lite mörkt.</source>
        <translation>Your face is a little dark.</translation>
    </message>
    <message>
        <source>Tänd en lampa framför dig eller vänd dig mot fönstret.</source>
        <translation>Switch on a lamp in front of you, or turn towards the window.</translation>
    </message>
    <message>
        <source>Ljuset på ansiktet är för starkt.</source>
        <translation>The light on your face is too strong.</translation>
    </message>
    <message>
        <source>Flytta lampan längre bort eller dra för gardinen.</source>
        <translation>Move the lamp further away, or draw the curtain.</translation>
    </message>
    <message>
        <source>Halva ansiktet ligger i skugga.</source>
        <translation>Half of your face is in shadow.</translation>
    </message>
    <message>
        <source>Vänd dig mot ljuset, eller tänd en lampa på den mörka sidan.</source>
        <translation>Turn towards the light, or switch on a lamp on the dark side.</translation>
    </message>
    <message>
        <source>Ljuset kunde inte bedömas.</source>
        <translation>The light could not be judged.</translation>
    </message>
    <message>
        <source>Sitt mitt framför kameran en stund.</source>
        <translation>Sit right in front of the camera for a moment.</translation>
    </message>
    <message>
        <source>Inget starkt ljus bakom dig.</source>
        <translation>No strong light behind you.</translation>
    </message>
    <message>
        <source>Fönstret bakom dig gör ansiktet mörkt.</source>
        <translation>The window behind you makes your face dark.</translation>
    </message>
    <message>
        <source>Dra för gardinen eller vänd skrivbordet.</source>
        <translation>Draw the curtain, or turn the desk.</translation>
    </message>
    <message>
        <source>Det är lite för ljust bakom dig.</source>
        <translation>It is a little too bright behind you.</translation>
    </message>
    <message>
        <source>Dra för gardinen eller släck lampan bakom dig.</source>
        <translation>Draw the curtain, or switch off the lamp behind you.</translation>
    </message>
    <message>
        <source>Motljuset kunde inte bedömas.</source>
        <translation>The light behind you could not be judged.</translation>
    </message>
    <message>
        <source>Lagom avstånd, luft ovanför huvudet.</source>
        <translation>Good distance, space above your head.</translation>
    </message>
    <message>
        <source>Ditt ansikte syns inte i bilden.</source>
        <translation>Your face is not in the picture.</translation>
    </message>
    <message>
        <source>Sätt dig framför kameran och titta mot den.</source>
        <translation>Sit in front of the camera and look towards it.</translation>
    </message>
    <message>
        <source>Du sitter för nära kameran.</source>
        <translation>You are too close to the camera.</translation>
    </message>
    <message>
        <source>Flytta dig lite bakåt, så att axlarna syns.</source>
        <translation>Move back a little, so that your shoulders show.</translation>
    </message>
    <message>
        <source>Du sitter för långt från kameran.</source>
        <translation>You are too far from the camera.</translation>
    </message>
    <message>
        <source>Flytta dig närmare, så att ditt ansiktsuttryck syns.</source>
        <translation>Move closer, so that your expression can be seen.</translation>
    </message>
    <message>
        <source>Du sitter för långt åt sidan.</source>
        <translation>You are too far to the side.</translation>
    </message>
    <message>
        <source>Flytta dig mot mitten av bilden.</source>
        <translation>Move towards the middle of the picture.</translation>
    </message>
    <message>
        <source>Huvudet är för högt upp i bilden.</source>
        <translation>Your head is too high in the picture.</translation>
    </message>
    <message>
        <source>Rikta kameran lite uppåt.</source>
        <translation>Tilt the camera up a little.</translation>
    </message>
    <message>
        <source>Huvudet är för långt ner i bilden.</source>
        <translation>Your head is too low in the picture.</translation>
    </message>
    <message>
        <source>Rikta kameran lite nedåt.</source>
        <translation>Tilt the camera down a little.</translation>
    </message>
    <message>
        <source>Inramningen kunde inte bedömas.</source>
        <translation>The framing could not be judged.</translation>
    </message>
    <message>
        <source>Lugn bakgrund.</source>
        <translation>Calm background.</translation>
    </message>
    <message>
        <source>Bakgrunden är rörig.</source>
        <translation>The background is cluttered.</translation>
    </message>
    <message>
        <source>Vänd dig så att du har en vägg bakom dig.</source>
        <translation>Turn so that you have a wall behind you.</translation>
    </message>
    <message>
        <source>Bakgrunden kunde inte bedömas.</source>
        <translation>The background could not be judged.</translation>
    </message>
    <message>
        <source>Titta själv i bilden: är det lugnt bakom dig?</source>
        <translation>Look at the picture yourself: is it calm behind you?</translation>
    </message>
    <message>
        <source>Du är ensam i bilden.</source>
        <translation>You are alone in the picture.</translation>
    </message>
    <message>
        <source>Någon mer syns i bilden.</source>
        <translation>Somebody else is in the picture.</translation>
    </message>
    <message>
        <source>Se till att bara du syns och hör vad som sägs.</source>
        <translation>Make sure that only you can be seen and can hear what is said.</translation>
    </message>
    <message>
        <source>Det gick inte att se om du är ensam.</source>
        <translation>It could not be seen whether you are alone.</translation>
    </message>
    <message>
        <source>Titta själv i bilden innan du tar emot patienten.</source>
        <translation>Look at the picture yourself before you receive the patient.</translation>
    </message>
    <message>
        <source>Bilden är skarp.</source>
        <translation>The picture is sharp.</translation>
    </message>
    <message>
        <source>Bilden är suddig.</source>
        <translation>The picture is blurred.</translation>
    </message>
    <message>
        <source>Torka av kamerans lins med en mjuk duk.</source>
        <translation>Wipe the camera&apos;s lens with a soft cloth.</translation>
    </message>
    <message>
        <source>Skärpan kunde inte bedömas.</source>
        <translation>The sharpness could not be judged.</translation>
    </message>
    <message>
        <source>Tänd mer ljus och sitt stilla en stund.</source>
        <translation>Switch on more light and sit still for a moment.</translation>
    </message>
    <message>
        <source>Kameran visar rörlig bild.</source>
        <translation>The camera shows a moving picture.</translation>
    </message>
    <message>
        <source>Kameran visar bara svart.</source>
        <translation>The camera shows only black.</translation>
    </message>
    <message>
        <source>Öppna luckan framför linsen.</source>
        <translation>Open the shutter in front of the lens.</translation>
    </message>
    <message>
        <source>Bilden står stilla.</source>
        <translation>The picture does not move.</translation>
    </message>
    <message>
        <source>Dra ur kamerans kabel och sätt i den igen.</source>
        <translation>Unplug the camera and plug it in again.</translation>
    </message>
    <message>
        <source>Kameran är täckt.</source>
        <translation>The camera is covered.</translation>
    </message>
    <message>
        <source>Det gick inte att se om bilden rör sig.</source>
        <translation>It could not be seen whether the picture moves.</translation>
    </message>
    <message>
        <source>Rör dig lite framför kameran.</source>
        <translation>Move a little in front of the camera.</translation>
    </message>
    <message>
        <source>Ljuset flimrar inte.</source>
        <translation>The light does not flicker.</translation>
    </message>
    <message>
        <source>{device} ser bara infrarött ljus, inte färger.</source>
        <translation>{device} sees infrared light only, not colours.</translation>
    </message>
    <message>
        <source>Rätt sorts kamera är vald.</source>
        <translation>The right kind of camera is chosen.</translation>
    </message>
    <message>
        <source>Det gick inte att avgöra vilken sorts kamera det är.</source>
        <translation>It was not possible to tell what kind of camera it is.</translation>
    </message>
    <message>
        <source>Tryck på ”Prova högtalaren”, och svara om du hör provljudet.</source>
        <translation>Press “Try the speaker”, and answer whether you hear the test sound.</translation>
    </message>
    <message>
        <source>Det är inte bekräftat idag att ingen annan hör.</source>
        <translation>It is not confirmed today that nobody else can hear.</translation>
    </message>
    <message>
        <source>Stäng dörren, och bekräfta att ingen annan hör.</source>
        <translation>Close the door, and confirm that nobody else can hear.</translation>
    </message>
    <message>
        <source>Bilden flimrar av lampljuset.</source>
        <translation>The picture flickers in the lamp light.</translation>
    </message>
    <message>
        <source>Släck lysröret eller tänd en annan lampa.</source>
        <translation>Switch off the fluorescent lamp or use another one.</translation>
    </message>
    <message>
        <source>Flimmer kunde inte bedömas.</source>
        <translation>Flicker could not be judged.</translation>
    </message>
    <message>
        <source>Titta själv i bilden: rör sig ränder över den?</source>
        <translation>Look at the picture yourself: do stripes move across it?</translation>
    </message>
    <message>
        <source>Bilden flyter jämnt.</source>
        <translation>The picture runs smoothly.</translation>
    </message>
    <message>
        <source>Bilden hackar.</source>
        <translation>The picture stutters.</translation>
    </message>
    <message>
        <source>Tänd mer ljus: i mörker går kameran långsammare.</source>
        <translation>Switch on more light: cameras are slower in the dark.</translation>
    </message>
    <message>
        <source>Kamerans bild är liten och grynig.</source>
        <translation>The camera&apos;s picture is small and grainy.</translation>
    </message>
    <message>
        <source>Välj en annan kamera om du har en.</source>
        <translation>Choose another camera if you have one.</translation>
    </message>
    <message>
        <source>Bildens jämnhet kunde inte bedömas.</source>
        <translation>The smoothness of the picture could not be judged.</translation>
    </message>
    <message>
        <source>Gör om testet om en stund.</source>
        <translation>Do the test again in a moment.</translation>
    </message>
    <message>
        <source>Ingen kamera hittades.</source>
        <translation>No camera was found.</translation>
    </message>
    <message>
        <source>Sätt i kamerans kabel.</source>
        <translation>Plug in the camera.</translation>
    </message>
    <message>
        <source>Ett annat program använder kameran.</source>
        <translation>Another program is using the camera.</translation>
    </message>
    <message>
        <source>Stäng det andra videoprogrammet.</source>
        <translation>Close the other video program.</translation>
    </message>
    <message>
        <source>Datorn släpper inte fram kameran.</source>
        <translation>The computer does not allow the camera.</translation>
    </message>
    <message>
        <source>Tillåt kameran för Vårdklient i datorns sekretessinställningar.</source>
        <translation>Allow the camera for Vårdklient in the computer&apos;s privacy settings.</translation>
    </message>
    <message>
        <source>Kameran har inte visat någon bild än.</source>
        <translation>The camera has not shown a picture yet.</translation>
    </message>
    <message>
        <source>Vänta några sekunder, eller dra ur och sätt i kabeln.</source>
        <translation>Wait a few seconds, or unplug the cable and plug it in again.</translation>
    </message>
    <message>
        <source>Kameran försvann.</source>
        <translation>The camera is gone.</translation>
    </message>
    <message>
        <source>Sätt i kamerans kabel igen.</source>
        <translation>Plug the camera&apos;s cable in again.</translation>
    </message>
    <message>
        <source>{device} är ett program, ingen riktig kamera.</source>
        <translation>{device} is a program, not a real camera.</translation>
    </message>
    <message>
        <source>Välj en annan kamera.</source>
        <translation>Choose another camera.</translation>
    </message>
    <message>
        <source>Titta själv i bilden: är det rätt kamera?</source>
        <translation>Look at the picture yourself: is it the right camera?</translation>
    </message>
    <message>
        <source>Din röst hörs bra.</source>
        <translation>Your voice is heard well.</translation>
    </message>
    <message>
        <source>Din röst hörs svagt.</source>
        <translation>Your voice is faint.</translation>
    </message>
    <message>
        <source>Flytta mikrofonen närmare munnen.</source>
        <translation>Move the microphone closer to your mouth.</translation>
    </message>
    <message>
        <source>Din röst hörs för starkt.</source>
        <translation>Your voice is too loud.</translation>
    </message>
    <message>
        <source>Flytta mikrofonen lite längre från munnen.</source>
        <translation>Move the microphone a little further from your mouth.</translation>
    </message>
    <message>
        <source>Ingen röst har hörts än.</source>
        <translation>No voice has been heard yet.</translation>
    </message>
    <message>
        <source>Säg några ord i vanlig samtalston.</source>
        <translation>Say a few words in your ordinary voice.</translation>
    </message>
    <message>
        <source>Ingen mikrofon hittades.</source>
        <translation>No microphone was found.</translation>
    </message>
    <message>
        <source>Sätt i headsetets kabel.</source>
        <translation>Plug in the headset.</translation>
    </message>
    <message>
        <source>Ett annat program använder mikrofonen.</source>
        <translation>Another program is using the microphone.</translation>
    </message>
    <message>
        <source>Stäng dikteringsprogrammet eller det andra samtalet.</source>
        <translation>Close the dictation program or the other call.</translation>
    </message>
    <message>
        <source>Datorn släpper inte fram mikrofonen.</source>
        <translation>The computer does not allow the microphone.</translation>
    </message>
    <message>
        <source>Tillåt mikrofonen för Vårdklient i datorns sekretessinställningar.</source>
        <translation>Allow the microphone for Vårdklient in the computer&apos;s privacy settings.</translation>
    </message>
    <message>
        <source>Mikrofonen är på.</source>
        <translation>The microphone is on.</translation>
    </message>
    <message>
        <source>Mikrofonen är helt tyst.</source>
        <translation>The microphone is completely silent.</translation>
    </message>
    <message>
        <source>Slå på mikrofonen med knappen på headsetet.</source>
        <translation>Switch on the microphone with the button on the headset.</translation>
    </message>
    <message>
        <source>Det gick inte att höra om mikrofonen är på.</source>
        <translation>It could not be heard whether the microphone is on.</translation>
    </message>
    <message>
        <source>Säg några ord och gör om testet.</source>
        <translation>Say a few words and do the test again.</translation>
    </message>
    <message>
        <source>Ljudet är rent.</source>
        <translation>The sound is clean.</translation>
    </message>
    <message>
        <source>Ljudet sprakar när du talar.</source>
        <translation>The sound crackles when you speak.</translation>
    </message>
    <message>
        <source>Sänk mikrofonens nivå i datorns ljudinställningar.</source>
        <translation>Lower the microphone&apos;s level in the computer&apos;s sound settings.</translation>
    </message>
    <message>
        <source>Ljudets renhet kunde inte bedömas.</source>
        <translation>The cleanness of the sound could not be judged.</translation>
    </message>
    <message>
        <source>Det är tyst omkring dig.</source>
        <translation>It is quiet around you.</translation>
    </message>
    <message>
        <source>Det hörs ett sus i bakgrunden.</source>
        <translation>There is some noise in the background.</translation>
    </message>
    <message>
        <source>Stäng dörren eller stäng av fläkten.</source>
        <translation>Close the door or switch the fan off.</translation>
    </message>
    <message>
        <source>Det är för bullrigt omkring dig.</source>
        <translation>It is too noisy around you.</translation>
    </message>
    <message>
        <source>Byt till ett tystare rum.</source>
        <translation>Move to a quieter room.</translation>
    </message>
    <message>
        <source>Bullret kunde inte bedömas.</source>
        <translation>The noise could not be judged.</translation>
    </message>
    <message>
        <source>Var tyst i en sekund när testet ber om det.</source>
        <translation>Be quiet for a second when the test asks for it.</translation>
    </message>
    <message>
        <source>Inget brum hörs.</source>
        <translation>No hum is heard.</translation>
    </message>
    <message>
        <source>Ett svagt brum hörs.</source>
        <translation>A faint hum is heard.</translation>
    </message>
    <message>
        <source>Flytta mikrofonens kabel bort från nätkablar.</source>
        <translation>Move the microphone&apos;s cable away from power cables.</translation>
    </message>
    <message>
        <source>Ett starkt brum hörs.</source>
        <translation>A loud hum is heard.</translation>
    </message>
    <message>
        <source>Sätt mikrofonen i ett annat uttag, eller byt kabel.</source>
        <translation>Plug the microphone into another socket, or change the cable.</translation>
    </message>
    <message>
        <source>Brum kunde inte bedömas.</source>
        <translation>Hum could not be judged.</translation>
    </message>
    <message>
        <source>Ljudet kommer utan avbrott.</source>
        <translation>The sound comes without gaps.</translation>
    </message>
    <message>
        <source>Ljudet hackar.</source>
        <translation>The sound is choppy.</translation>
    </message>
    <message>
        <source>Stäng andra program, eller sätt headsetet i ett annat uttag.</source>
        <translation>Close other programs, or plug the headset into another socket.</translation>
    </message>
    <message>
        <source>Avbrott i ljudet kunde inte bedömas.</source>
        <translation>Gaps in the sound could not be judged.</translation>
    </message>
    <message>
        <source>Rösten låter naturlig.</source>
        <translation>The voice sounds natural.</translation>
    </message>
    <message>
        <source>Rösten låter lite instängd.</source>
        <translation>The voice sounds a little boxed in.</translation>
    </message>
    <message>
        <source>Använd headsetets kabel om det har en.</source>
        <translation>Use the headset&apos;s cable if it has one.</translation>
    </message>
    <message>
        <source>Headsetet går i Bluetooth-samtalsläge med telefonljud.</source>
        <translation>The headset is in Bluetooth call mode and sounds like a phone.</translation>
    </message>
    <message>
        <source>Prova högtalaren.</source>
        <translation>Try the speaker.</translation>
    </message>
    <message>
        <source>Patientens röst stannar i headsetet.</source>
        <translation>The patient&apos;s voice stays in the headset.</translation>
    </message>
    <message>
        <source>Provljudet hörs inte i rummet. Med headset ska det vara så.</source>
        <translation>The test sound is not heard in the room. With a headset it should not be.</translation>
    </message>
    <message>
        <source>Ljudet räcker, men bilden blir liten: nätverket är långsamt.</source>
        <translation>Sound is fine, but the picture gets small: the network is slow.</translation>
    </message>
    <message>
        <source>Nätverket spärrar den snabba vägen för ljud och bild.</source>
        <translation>The network blocks the fast way for sound and picture.</translation>
    </message>
    <message>
        <source>Gör om testet om en minut, eller ring supporten.</source>
        <translation>Repeat the test in a minute, or call support.</translation>
    </message>
    <message>
        <source>Använd headsetets kabel, eller en annan mikrofon.</source>
        <translation>Use the headset&apos;s cable, or another microphone.</translation>
    </message>
    <message>
        <source>Röstens klang kunde inte bedömas.</source>
        <translation>The sound of the voice could not be judged.</translation>
    </message>
    <message>
        <source>Du hör ljudet.</source>
        <translation>You hear the sound.</translation>
    </message>
    <message>
        <source>Du hörde inget ljud.</source>
        <translation>You heard no sound.</translation>
    </message>
    <message>
        <source>Höj volymen, eller välj en annan högtalare.</source>
        <translation>Turn up the volume, or choose another loudspeaker.</translation>
    </message>
    <message>
        <source>Ingen högtalare hittades.</source>
        <translation>No loudspeaker was found.</translation>
    </message>
    <message>
        <source>Högtalaren är inte provad än.</source>
        <translation>The loudspeaker has not been tried yet.</translation>
    </message>
    <message>
        <source>Patientens röst läcker lite ut i rummet.</source>
        <translation>A little of the patient&apos;s voice leaks into the room.</translation>
    </message>
    <message>
        <source>Sänk volymen, eller använd ett headset.</source>
        <translation>Turn the volume down, or use a headset.</translation>
    </message>
    <message>
        <source>Ljudet går ut i rummet genom en högtalare.</source>
        <translation>The sound goes out into the room through a loudspeaker.</translation>
    </message>
    <message>
        <source>Använd headset, så att ingen annan hör patienten.</source>
        <translation>Use a headset, so that nobody else hears the patient.</translation>
    </message>
    <message>
        <source>Mikrofonen är datorns eget ljud (Stereo Mix).</source>
        <translation>The microphone is the computer&apos;s own sound (Stereo Mix).</translation>
    </message>
    <message>
        <source>Välj en riktig mikrofon.</source>
        <translation>Choose a real microphone.</translation>
    </message>
    <message>
        <source>Ljudet kommer för sent till högtalaren.</source>
        <translation>The sound reaches the loudspeaker too late.</translation>
    </message>
    <message>
        <source>Använd kabel i stället för Bluetooth.</source>
        <translation>Use a cable instead of Bluetooth.</translation>
    </message>
    <message>
        <source>Det gick inte att avgöra om ljudet hörs i rummet.</source>
        <translation>It could not be told whether the sound is heard in the room.</translation>
    </message>
    <message>
        <source>Använd headset.</source>
        <translation>Use a headset.</translation>
    </message>
    <message>
        <source>Du hörde dig själv, ekotestet är godkänt.</source>
        <translation>You heard yourself: the echo test is passed.</translation>
    </message>
    <message>
        <source>Du hörde inte dig själv.</source>
        <translation>You did not hear yourself.</translation>
    </message>
    <message>
        <source>Kontrollera att rätt mikrofon och högtalare är valda.</source>
        <translation>Check that the right microphone and loudspeaker are chosen.</translation>
    </message>
    <message>
        <source>Inget tal hördes under ekotestet.</source>
        <translation>No speech was heard during the echo test.</translation>
    </message>
    <message>
        <source>Gör om ekotestet och tala under hela tiden.</source>
        <translation>Do the echo test again, and speak all the time.</translation>
    </message>
    <message>
        <source>Ekotestet är inte gjort än.</source>
        <translation>The echo test has not been done yet.</translation>
    </message>
    <message>
        <source>Gör ekotestet: tala i fyra sekunder och lyssna.</source>
        <translation>Do the echo test: speak for four seconds, then listen.</translation>
    </message>
    <message>
        <source>Rätt mikrofon och högtalare är valda.</source>
        <translation>The right microphone and loudspeaker are chosen.</translation>
    </message>
    <message>
        <source>{device} är en dikteringsmikrofon.</source>
        <translation>{device} is a dictation microphone.</translation>
    </message>
    <message>
        <source>Välj headsetets mikrofon.</source>
        <translation>Choose the headset&apos;s microphone.</translation>
    </message>
    <message>
        <source>{device} sitter i skärmen eller dockan.</source>
        <translation>{device} is in the screen or the dock.</translation>
    </message>
    <message>
        <source>Välj headsetet.</source>
        <translation>Choose the headset.</translation>
    </message>
    <message>
        <source>Du hörs bäst i {device}.</source>
        <translation>You are heard best in {device}.</translation>
    </message>
    <message>
        <source>Välj den mikrofonen.</source>
        <translation>Choose that microphone.</translation>
    </message>
    <message>
        <source>Datorn har bytt mikrofon till {device}.</source>
        <translation>The computer has changed the microphone to {device}.</translation>
    </message>
    <message>
        <source>Kontrollera att det är den du talar i.</source>
        <translation>Make sure that it is the one you speak into.</translation>
    </message>
    <message>
        <source>Det gick inte att avgöra vilken mikrofon du talar i.</source>
        <translation>It could not be told which microphone you speak into.</translation>
    </message>
    <message>
        <source>Säg några ord, så jämförs mikrofonerna.</source>
        <translation>Say a few words, and the microphones are compared.</translation>
    </message>
    <message>
        <source>Nätverket är inte provat än.</source>
        <translation>The network has not been tried yet.</translation>
    </message>
    <message>
        <source>Använd nätverkskabel om du kan.</source>
        <translation>Use a network cable if you can.</translation>
    </message>
    <message>
        <source>Ljud och bild i god kvalitet.</source>
        <translation>Sound and picture in good quality.</translation>
    </message>
    <message>
        <source>Ljud och bild i god kvalitet, men trådlöst.</source>
        <translation>Sound and picture in good quality, but wireless.</translation>
    </message>
    <message>
        <source>Anslut nätverkskabel om du kan.</source>
        <translation>Plug in a network cable if you can.</translation>
    </message>
    <message>
        <source>Anslut nätverkskabel, eller stäng det som laddar ner.</source>
        <translation>Plug in a network cable, or stop downloads.</translation>
    </message>
    <message>
        <source>Nätverket räcker bara till ljud.</source>
        <translation>The network is enough for sound only.</translation>
    </message>
    <message>
        <source>Anslut nätverkskabel, eller ring patienten.</source>
        <translation>Plug in a network cable, or phone the patient.</translation>
    </message>
    <message>
        <source>Nätverket tappar ljud och bild på vägen.</source>
        <translation>The network loses sound and picture on the way.</translation>
    </message>
    <message>
        <source>Anslut nätverkskabel, eller sätt dig närmare routern.</source>
        <translation>Plug in a network cable, or sit closer to the router.</translation>
    </message>
    <message>
        <source>Det blir fördröjning i samtalet.</source>
        <translation>There will be a delay in the conversation.</translation>
    </message>
    <message>
        <source>Anslut nätverkskabel, och stäng av VPN om du får.</source>
        <translation>Plug in a network cable, and switch VPN off if you may.</translation>
    </message>
    <message>
        <source>Fråga IT-supporten om UDP är spärrat.</source>
        <translation>Ask IT support whether UDP is blocked.</translation>
    </message>
    <message>
        <source>Nätverket spärrar ljud och bild.</source>
        <translation>The network blocks sound and picture.</translation>
    </message>
    <message>
        <source>Byt nätverk, eller ring IT-supporten.</source>
        <translation>Change the network, or call IT support.</translation>
    </message>
    <message>
        <source>Besöksservern svarar inte.</source>
        <translation>The visit server does not answer.</translation>
    </message>
    <message>
        <source>Datorn har inget nätverk.</source>
        <translation>The computer has no network.</translation>
    </message>
    <message>
        <source>Sätt i nätverkskabeln eller anslut till wifi.</source>
        <translation>Plug the network cable in or connect to wifi.</translation>
    </message>
    <message>
        <source>Datorns klocka går fel.</source>
        <translation>The computer&apos;s clock is wrong.</translation>
    </message>
    <message>
        <source>Ställ klockan, annars kan inloggningen nekas.</source>
        <translation>Set the clock, or signing in may be refused.</translation>
    </message>
    <message>
        <source>Nätverket kunde inte bedömas.</source>
        <translation>The network could not be judged.</translation>
    </message>
    <message>
        <source>Du har sagt att ingen annan hör.</source>
        <translation>You have said that nobody else hears.</translation>
    </message>
</context>
<context>
    <name>Call</name>
    <message>
        <source>Du talar men mikrofonen är avstängd.</source>
        <translation>You are speaking but the microphone is off.</translation>
    </message>
    <message>
        <source>Besöket förbereds</source>
        <translation>The visit is being prepared</translation>
    </message>
    <message>
        <source>Ingen är insläppt än</source>
        <translation>Nobody has been let in yet</translation>
    </message>
    <message>
        <source>Besöket pågår</source>
        <translation>The visit is going on</translation>
    </message>
    <message>
        <source>Återansluter</source>
        <translation>Reconnecting</translation>
    </message>
    <message>
        <source>Besöket slutförs per telefon</source>
        <translation>The visit is completed by phone</translation>
    </message>
    <message>
        <source>Besöket är avslutat</source>
        <translation>The visit is over</translation>
    </message>
    <message>
        <source>i väntrummet</source>
        <translation>in the waiting room</translation>
    </message>
    <message>
        <source>ansluter</source>
        <translation>connecting</translation>
    </message>
    <message>
        <source>ansluten</source>
        <translation>connected</translation>
    </message>
    <message>
        <source>återansluter</source>
        <translation>reconnecting</translation>
    </message>
    <message>
        <source>har lämnat</source>
        <translation>has left</translation>
    </message>
    <message>
        <source>Kontakten med besöksservern är bruten, men samtalet fortsätter.</source>
        <translation>The line to the visit server is down, but the call goes on.</translation>
    </message>
    <message>
        <source>Fortsätt som vanligt; ingen ny kan släppas in just nu.</source>
        <translation>Go on as usual; nobody new can be let in right now.</translation>
    </message>
    <message>
        <source>Patientens uppkoppling bröts. Vi försöker igen.</source>
        <translation>The patient&apos;s connection broke. We are trying again.</translation>
    </message>
    <message>
        <source>Vänta en stund, eller ring i stället.</source>
        <translation>Wait a moment, or phone instead.</translation>
    </message>
    <message>
        <source>Patienten har lämnat besöket.</source>
        <translation>The patient has left the visit.</translation>
    </message>
    <message>
        <source>Vänta om patienten är på väg tillbaka, annars avsluta eller ring.</source>
        <translation>Wait if the patient is coming back; otherwise end the visit, or phone.</translation>
    </message>
    <message>
        <source>Bilden och ljudet är borta. Vi försöker koppla upp igen …</source>
        <translation>Picture and sound are gone. We are trying to reconnect …</translation>
    </message>
    <message>
        <source>Det går inte att få kontakt med patientens enhet.</source>
        <translation>The patient&apos;s device cannot be reached.</translation>
    </message>
    <message>
        <source>Ring patienten och slutför besöket per telefon.</source>
        <translation>Phone the patient and complete the visit by phone.</translation>
    </message>
    <message>
        <source>Bild och ljud har slutat fungera i programmet.</source>
        <translation>Picture and sound have stopped working in the program.</translation>
    </message>
    <message>
        <source>Ring patienten, och starta om Vårdklient efter besöket.</source>
        <translation>Phone the patient, and restart Vårdklient after the visit.</translation>
    </message>
    <message>
        <source>Länken till besöket gäller inte längre.</source>
        <translation>The link to the visit is no longer valid.</translation>
    </message>
    <message>
        <source>Ring patienten, och skapa en ny länk.</source>
        <translation>Phone the patient, and make a new link.</translation>
    </message>
    <message>
        <source>bra</source>
        <translation>good</translation>
    </message>
    <message>
        <source>svag</source>
        <translation>weak</translation>
    </message>
    <message>
        <source>dålig</source>
        <translation>bad</translation>
    </message>
    <message>
        <source>Patientens uppkoppling är svag. Ljudet går före bilden.</source>
        <translation>The patient&apos;s connection is weak. Sound goes before picture.</translation>
    </message>
    <message>
        <source>Be patienten gå närmare sin router och stänga andra program.</source>
        <translation>Ask the patient to move closer to their router and close other programs.</translation>
    </message>
    <message>
        <source>Patientens uppkoppling är mycket dålig.</source>
        <translation>The patient&apos;s connection is very bad.</translation>
    </message>
    <message>
        <source>Be patienten stänga av sin kamera, eller ring i stället.</source>
        <translation>Ask the patient to turn their camera off, or phone instead.</translation>
    </message>
    <message>
        <source>Din uppkoppling är svag. Ljudet går före bilden.</source>
        <translation>Your connection is weak. Sound goes before picture.</translation>
    </message>
    <message>
        <source>Använd nätverkskabel om du kan, och stäng det som laddar ner eller upp.</source>
        <translation>Use a network cable if you can, and close what downloads or uploads.</translation>
    </message>
    <message>
        <source>Din uppkoppling är mycket dålig.</source>
        <translation>Your connection is very bad.</translation>
    </message>
    <message>
        <source>Byt nätverk eller stäng av din kamera, eller ring i stället.</source>
        <translation>Change network or turn your camera off, or phone instead.</translation>
    </message>
    <message>
        <source>Datorn hinner inte med bilden.</source>
        <translation>The computer cannot keep up with the picture.</translation>
    </message>
    <message>
        <source>Stäng program som du inte behöver just nu.</source>
        <translation>Close programs that you do not need right now.</translation>
    </message>
    <message>
        <source>Datorn hinner inte med samtalet.</source>
        <translation>The computer cannot keep up with the call.</translation>
    </message>
    <message>
        <source>Stäng program som du inte behöver, eller ring i stället.</source>
        <translation>Close programs that you do not need, or phone instead.</translation>
    </message>
    <message>
        <source>Uppkopplingen är svag. Ljudet går före bilden.</source>
        <translation>The connection is weak. Sound goes before picture.</translation>
    </message>
    <message>
        <source>Fortsätt tala; bilden kommer tillbaka av sig själv.</source>
        <translation>Keep talking; the picture comes back by itself.</translation>
    </message>
    <message>
        <source>Uppkopplingen är mycket dålig.</source>
        <translation>The connection is very bad.</translation>
    </message>
    <message>
        <source>Stäng av din kamera, eller ring i stället.</source>
        <translation>Turn your camera off, or phone instead.</translation>
    </message>
    <message>
        <source>Mikrofonen kopplades ur. Du hörs nu via {name}.</source>
        <translation>The microphone was unplugged. You are now heard through {name}.</translation>
    </message>
    <message>
        <source>Fråga om du hörs bra.</source>
        <translation>Ask whether you are heard well.</translation>
    </message>
    <message>
        <source>Ingen mikrofon är ansluten, och du hörs inte.</source>
        <translation>No microphone is connected, and you are not heard.</translation>
    </message>
    <message>
        <source>Sätt i en mikrofon eller ett headset.</source>
        <translation>Plug in a microphone or a headset.</translation>
    </message>
    <message>
        <source>Ett annat program använder mikrofonen, och du hörs inte.</source>
        <translation>Another program uses the microphone, and you are not heard.</translation>
    </message>
    <message>
        <source>Stäng det programmet, till exempel dikteringen.</source>
        <translation>Close that program, for example the dictation.</translation>
    </message>
    <message>
        <source>Mikrofonen får inte användas, och du hörs inte.</source>
        <translation>The microphone may not be used, and you are not heard.</translation>
    </message>
    <message>
        <source>Tillåt mikrofonen i datorns inställningar för integritet.</source>
        <translation>Allow the microphone in the computer&apos;s privacy settings.</translation>
    </message>
    <message>
        <source>Ljudutgången kopplades ur. Du hör nu via {name}.</source>
        <translation>The sound output was unplugged. You now hear through {name}.</translation>
    </message>
    <message>
        <source>Se till att ingen annan i rummet hör.</source>
        <translation>Make sure that nobody else in the room hears.</translation>
    </message>
    <message>
        <source>Ingen ljudutgång är ansluten, och du hör inget.</source>
        <translation>No loudspeaker is connected, and you hear nothing.</translation>
    </message>
    <message>
        <source>Sätt i högtalare eller ett headset.</source>
        <translation>Plug in loudspeakers or a headset.</translation>
    </message>
    <message>
        <source>Ett annat program använder ljudutgången, och du hör inget.</source>
        <translation>Another program uses the sound output, and you hear nothing.</translation>
    </message>
    <message>
        <source>Stäng det programmet.</source>
        <translation>Close that program.</translation>
    </message>
    <message>
        <source>Ljudutgången får inte användas, och du hör inget.</source>
        <translation>The sound output may not be used, and you hear nothing.</translation>
    </message>
    <message>
        <source>Välj en annan ljudutgång i inställningarna.</source>
        <translation>Choose another sound output in the settings.</translation>
    </message>
    <message>
        <source>Giltig ID-handling visad</source>
        <translation>Valid ID document shown</translation>
    </message>
    <message>
        <source>E-legitimation vid inloggning</source>
        <translation>E-identification at sign-in</translation>
    </message>
    <message>
        <source>Känd av mig</source>
        <translation>Known to me</translation>
    </message>
    <message>
        <source>Intygad av personal på plats</source>
        <translation>Certified by staff on site</translation>
    </message>
    <message>
        <source>ID kontrollerat: giltig ID-handling visad</source>
        <translation>ID checked: valid ID document shown</translation>
    </message>
    <message>
        <source>ID kontrollerat: e-legitimation</source>
        <translation>ID checked: e-identification</translation>
    </message>
    <message>
        <source>ID kontrollerat: känd av mig</source>
        <translation>ID checked: known to me</translation>
    </message>
    <message>
        <source>ID kontrollerat: intygad av personal på plats</source>
        <translation>ID checked: certified by staff on site</translation>
    </message>
    <message>
        <source>Genomfört via video</source>
        <translation>Held by video</translation>
    </message>
    <message>
        <source>Slutfört per telefon</source>
        <translation>Completed by phone</translation>
    </message>
    <message>
        <source>Patienten kom inte</source>
        <translation>The patient did not come</translation>
    </message>
    <message>
        <source>Behöver fysiskt besök</source>
        <translation>Needs a physical visit</translation>
    </message>
    <message>
        <source>Besöksservern tillåter inte det just nu.</source>
        <translation>The visit server does not allow that right now.</translation>
    </message>
    <message>
        <source>Försök igen, eller ring i stället.</source>
        <translation>Try again, or phone instead.</translation>
    </message>
    <message>
        <source>Besöksservern förstod inte programmet.</source>
        <translation>The visit server did not understand the program.</translation>
    </message>
    <message>
        <source>Uppdatera Vårdklient, och ring patienten så länge.</source>
        <translation>Update Vårdklient, and phone the patient meanwhile.</translation>
    </message>
    <message>
        <source>Personen är inte kvar i besöket.</source>
        <translation>The person is no longer in the visit.</translation>
    </message>
    <message>
        <source>Vänta tills personen har anslutit igen.</source>
        <translation>Wait until the person has connected again.</translation>
    </message>
    <message>
        <source>Det är för tidigt att ansluta till besöket.</source>
        <translation>It is too early to join the visit.</translation>
    </message>
    <message>
        <source>Försök igen närmare besökets tid.</source>
        <translation>Try again closer to the time of the visit.</translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message>
        <source>Ljus</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Motljus</source>
        <translation>Backlight</translation>
    </message>
    <message>
        <source>Inramning</source>
        <translation>Framing</translation>
    </message>
    <message>
        <source>Bakgrund</source>
        <translation>Background</translation>
    </message>
    <message>
        <source>Ensam i bilden</source>
        <translation>Alone in the picture</translation>
    </message>
    <message>
        <source>Skärpa</source>
        <translation>Sharpness</translation>
    </message>
    <message>
        <source>Rörlig bild</source>
        <translation>Moving picture</translation>
    </message>
    <message>
        <source>Flimmer</source>
        <translation>Flicker</translation>
    </message>
    <message>
        <source>Jämn bild</source>
        <translation>Smooth picture</translation>
    </message>
    <message>
        <source>Rätt kamera</source>
        <translation>Right camera</translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>Mikrofonen är på</source>
        <translation>The microphone is on</translation>
    </message>
    <message>
        <source>Buller</source>
        <translation>Noise</translation>
    </message>
    <message>
        <source>Rent ljud</source>
        <translation>Clean sound</translation>
    </message>
    <message>
        <source>Brum</source>
        <translation>Hum</translation>
    </message>
    <message>
        <source>Ljud utan avbrott</source>
        <translation>Sound without gaps</translation>
    </message>
    <message>
        <source>Ljudets bredd</source>
        <translation>Sound bandwidth</translation>
    </message>
    <message>
        <source>Headset</source>
        <translation>Headset</translation>
    </message>
    <message>
        <source>Högtalare</source>
        <translation>Loudspeaker</translation>
    </message>
    <message>
        <source>Ekotest</source>
        <translation>Echo test</translation>
    </message>
    <message>
        <source>Rätt enhet vald</source>
        <translation>Right device chosen</translation>
    </message>
    <message>
        <source>Nätverk</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>Platsen</source>
        <translation>The place</translation>
    </message>
    <message>
        <source>Klart</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Se över</source>
        <translation>Look at it</translation>
    </message>
    <message>
        <source>Åtgärda</source>
        <translation>Fix</translation>
    </message>
    <message>
        <source>Vet inte</source>
        <translation>Not known</translation>
    </message>
    <message>
        <source>Kameran är avstängd</source>
        <translation>The camera is off</translation>
    </message>
    <message>
        <source>Kameran startar</source>
        <translation>The camera is starting</translation>
    </message>
    <message>
        <source>Kameran är på</source>
        <translation>The camera is on</translation>
    </message>
    <message>
        <source>Ingen kamera hittades</source>
        <translation>No camera was found</translation>
    </message>
    <message>
        <source>Kameran används av ett annat program</source>
        <translation>The camera is used by another program</translation>
    </message>
    <message>
        <source>Datorn släpper inte fram kameran</source>
        <translation>The computer does not allow the camera</translation>
    </message>
    <message>
        <source>Filmen är slut</source>
        <translation>The film has ended</translation>
    </message>
    <message>
        <source>Tala i fyra sekunder och hör dig själv. Inget sparas.</source>
        <translation>Speak for four seconds and hear yourself. Nothing is kept.</translation>
    </message>
    <message>
        <source>Tala nu: säg ditt namn och din mottagning.</source>
        <translation>Speak now: say your name and your clinic.</translation>
    </message>
    <message>
        <source>Lyssna nu.</source>
        <translation>Listen now.</translation>
    </message>
    <message>
        <source>Hörde du dig själv?</source>
        <translation>Did you hear yourself?</translation>
    </message>
    <message>
        <source>Ekotestet är klart.</source>
        <translation>The echo test is done.</translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message>
        <source>Kontrollera före anslutning</source>
        <translation>Check before joining</translation>
    </message>
    <message>
        <source>Avbryt</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Jag har kontrollerat – anslut</source>
        <translation>I have checked – join</translation>
    </message>
    <message>
        <source>Uppgifterna ändrades nyss. Jämför en gång till.</source>
        <translation>The details have just changed. Compare once more.</translation>
    </message>
    <message>
        <source>Kalendern</source>
        <translation>Calendar</translation>
    </message>
    <message>
        <source>Inte läst än</source>
        <translation>Not read yet</translation>
    </message>
    <message>
        <source>Finns inte</source>
        <translation>Not there</translation>
    </message>
    <message>
        <source>född {year}</source>
        <translation>born {year}</translation>
    </message>
    <message>
        <source>Den här raden</source>
        <translation>This row</translation>
    </message>
    <message>
        <source>Möjliga besök</source>
        <translation>Possible visits</translation>
    </message>
    <message>
        <source>Tidboken</source>
        <translation>Booking system</translation>
    </message>
    <message>
        <source>Idag</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Senare idag</source>
        <translation>Later today</translation>
    </message>
    <message>
        <source>Besök</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>Tidigare idag</source>
        <translation>Earlier today</translation>
    </message>
    <message>
        <source>inga videobesök</source>
        <translation>no video visits</translation>
    </message>
    <message>
        <source>{n} videobesök</source>
        <translation>{n} video visits</translation>
    </message>
    <message>
        <source>ett videobesök</source>
        <translation>one video visit</translation>
    </message>
    <message>
        <source>Jämför med tidboken. Listan uppdateras så snart det går.</source>
        <translation>Compare with the booking system. The list is renewed as soon as possible.</translation>
    </message>
    <message>
        <source>{source} kunde inte läsas.</source>
        <translation>{source} could not be read.</translation>
    </message>
    <message>
        <source>{source} kunde inte läsas om. Det du ser är från {time}.</source>
        <translation>{source} could not be read again. What you see is from {time}.</translation>
    </message>
    <message>
        <source>Ingen källa kunde läsas.</source>
        <translation>No source could be read.</translation>
    </message>
    <message>
        <source>Ingen källa kunde läsas om. Det du ser är från {time}.</source>
        <translation>No source could be read again. What you see is from {time}.</translation>
    </message>
    <message>
        <source>Ett fel till. Jämför listan med tidboken.</source>
        <translation>One more fault. Compare the list with the booking system.</translation>
    </message>
    <message>
        <source>{n} fel till. Jämför listan med tidboken.</source>
        <translation>{n} more faults. Compare the list with the booking system.</translation>
    </message>
    <message>
        <source>{place} och {n} till</source>
        <translation>{place} and {n} more</translation>
    </message>
    <message>
        <source>Till idag</source>
        <translation>To today</translation>
    </message>
    <message>
        <source>Sök bland besöken</source>
        <translation>Search the visits</translation>
    </message>
    <message>
        <source>Dagen före</source>
        <translation>The day before</translation>
    </message>
    <message>
        <source>Dagen efter</source>
        <translation>The day after</translation>
    </message>
    <message>
        <source>Utrustningen kontrolleras …</source>
        <translation>Checking your equipment …</translation>
    </message>
    <message>
        <source>Utrustningen är klar</source>
        <translation>Your equipment is ready</translation>
    </message>
    <message>
        <source>Något att se över</source>
        <translation>Something to look at</translation>
    </message>
    <message>
        <source>Utrustningen behöver åtgärdas</source>
        <translation>Your equipment needs fixing</translation>
    </message>
    <message>
        <source>Allt är inte provat</source>
        <translation>Not everything has been tried</translation>
    </message>
    <message>
        <source>{result}, kontrollerad {time}</source>
        <translation>{result}, checked {time}</translation>
    </message>
    <message>
        <source>Inget besök svarar mot sökningen</source>
        <translation>No visit answers to the search</translation>
    </message>
    <message>
        <source>Sök på initialer, födelseår, tid eller slag av besök.</source>
        <translation>Search by initials, birth year, time or kind of visit.</translation>
    </message>
    <message>
        <source>Listan uppdateras av sig själv.</source>
        <translation>The list renews itself.</translation>
    </message>
    <message>
        <source>Hämtar dagens besök …</source>
        <translation>Fetching today&apos;s visits …</translation>
    </message>
    <message>
        <source>Hämtar besöken …</source>
        <translation>Fetching the visits …</translation>
    </message>
    <message>
        <source>Alla besök kunde inte hämtas</source>
        <translation>Not all visits could be fetched</translation>
    </message>
    <message>
        <source>Se efter i tidboken. Listan uppdateras så snart det går.</source>
        <translation>Look in the booking system. The list is updated as soon as possible.</translation>
    </message>
    <message>
        <source>Inga videobesök den dagen</source>
        <translation>No video visits on that day</translation>
    </message>
    <message>
        <source>Inga fler videobesök idag</source>
        <translation>No more video visits today</translation>
    </message>
    <message>
        <source>Inga videobesök idag</source>
        <translation>No video visits today</translation>
    </message>
    <message>
        <source>Visa detaljer</source>
        <translation>Show details</translation>
    </message>
    <message>
        <source>Kopiera ”{subject}”</source>
        <translation>Copy “{subject}”</translation>
    </message>
    <message>
        <source>Kopiera patientens länk</source>
        <translation>Copy the patient&apos;s link</translation>
    </message>
    <message>
        <source>Bjud in …</source>
        <translation>Invite …</translation>
    </message>
    <message>
        <source>Ring patienten</source>
        <translation>Phone the patient</translation>
    </message>
    <message>
        <source>Val för besöket</source>
        <translation>Choices for the visit</translation>
    </message>
    <message>
        <source>Ring i stället</source>
        <translation>Phone instead</translation>
    </message>
    <message>
        <source>Fler val</source>
        <translation>More choices</translation>
    </message>
    <message>
        <source>Anslut till besöket</source>
        <translation>Join the visit</translation>
    </message>
    <message>
        <source>Numret visas inte för skyddade uppgifter. Slå upp det i journalen.</source>
        <translation>The number is not shown for a protected identity. Look it up in the record.</translation>
    </message>
    <message>
        <source>Inget nummer finns i tidboken. Slå upp det i journalen.</source>
        <translation>There is no number in the booking system. Look it up in the record.</translation>
    </message>
    <message>
        <source>Igår</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>Imorgon</source>
        <translation>Tomorrow</translation>
    </message>
    <message>
        <source>Ring patienten på {number}</source>
        <translation>Phone the patient on {number}</translation>
    </message>
    <message>
        <source>Länken är kopierad</source>
        <translation>The link is copied</translation>
    </message>
    <message>
        <source>pågår nu</source>
        <translation>going on now</translation>
    </message>
    <message>
        <source>kalender {calendar}, tidbok {booking}</source>
        <translation>calendar {calendar}, booking {booking}</translation>
    </message>
    <message>
        <source>Detaljer: {visit}</source>
        <translation>Details: {visit}</translation>
    </message>
    <message>
        <source>Stäng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Ring med datorn</source>
        <translation>Phone with the computer</translation>
    </message>
    <message>
        <source>Tid</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Slag av besök</source>
        <translation>Kind of visit</translation>
    </message>
    <message>
        <source>Deltagare</source>
        <translation>Participants</translation>
    </message>
    <message>
        <source>I väntrummet</source>
        <translation>In the waiting room</translation>
    </message>
    <message>
        <source>Saknas</source>
        <translation>Missing</translation>
    </message>
    <message>
        <source>Tätt</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Jämförelse</source>
        <translation>Comparison</translation>
    </message>
    <message>
        <source>Telefon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Källor</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>bild och ljud inte provade än</source>
        <translation>picture and sound not tested yet</translation>
    </message>
    <message>
        <source>bild och ljud provade</source>
        <translation>picture and sound tried</translation>
    </message>
    <message>
        <source>bild eller ljud fungerar inte</source>
        <translation>picture or sound does not work</translation>
    </message>
    <message>
        <source>ingen länk</source>
        <translation>no link</translation>
    </message>
    <message>
        <source>Patientens bild eller ljud fungerar inte</source>
        <translation>The patient&apos;s picture or sound does not work</translation>
    </message>
    <message>
        <source>{who}: bild eller ljud fungerar inte</source>
        <translation>{who}: picture or sound does not work</translation>
    </message>
    <message>
        <source>Patienten väntar {since}</source>
        <translation>The patient is waiting, {since}</translation>
    </message>
    <message>
        <source>{who} väntar {since}</source>
        <translation>{who} waiting, {since}</translation>
    </message>
    <message>
        <source>, {n} till</source>
        <translation>, {n} more</translation>
    </message>
    <message>
        <source>Visa samtalet</source>
        <translation>Show the call</translation>
    </message>
    <message>
        <source>Öppna igen</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>Öppna</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>{n} annat</source>
        <translation>Other: {n}</translation>
    </message>
    <message>
        <source>Bokningar som inte är videobesök, tiderna visas</source>
        <translation>Bookings that are no video visits, their times are shown</translation>
    </message>
    <message>
        <source>Bokningar som inte är videobesök, tiderna är dolda</source>
        <translation>Bookings that are no video visits, their times are hidden</translation>
    </message>
    <message>
        <source>hela dagen</source>
        <translation>all day</translation>
    </message>
    <message>
        <source>Initialer, födelseår, tid eller slag av besök</source>
        <translation>Initials, birth year, time or kind of visit</translation>
    </message>
    <message>
        <source>Avsluta sökningen</source>
        <translation>End the search</translation>
    </message>
    <message>
        <source>ingen träff</source>
        <translation>nothing found</translation>
    </message>
    <message>
        <source>en träff</source>
        <translation>one found</translation>
    </message>
    <message>
        <source>{n} träffar</source>
        <translation>{n} found</translation>
    </message>
</context>
<context>
    <name>Errand</name>
    <message>
        <source>{n} till</source>
        <translation>{n} more</translation>
    </message>
    <message>
        <source>{some} och {last}</source>
        <translation>{some} and {last}</translation>
    </message>
    <message>
        <source>överlappar mötet före</source>
        <translation>overlaps the meeting before</translation>
    </message>
    <message>
        <source>lite luft mellan möten</source>
        <translation>little air between meetings</translation>
    </message>
    <message>
        <source>lite luft mellan möten ({n} min)</source>
        <translation>little air between meetings ({n} min)</translation>
    </message>
    <message>
        <source>Drar över</source>
        <translation>Running over</translation>
    </message>
    <message>
        <source>Drar över, nästa kl {time}</source>
        <translation>Running over, next at {time}</translation>
    </message>
    <message>
        <source>inte läst än</source>
        <translation>not read yet</translation>
    </message>
    <message>
        <source>senast läst {time}</source>
        <translation>last read {time}</translation>
    </message>
    <message>
        <source>läst {time}</source>
        <translation>read {time}</translation>
    </message>
    <message>
        <source>{times} behöver tolk</source>
        <translation>{times} interpreter needed</translation>
    </message>
    <message>
        <source>{times} saknar tolk</source>
        <translation>{times} interpreter missing</translation>
    </message>
    <message>
        <source>{times} grupp: skriv ut deltagarlistan</source>
        <translation>{times} group: print the list of participants</translation>
    </message>
    <message>
        <source>{times} saknar medbehandlare</source>
        <translation>{times} co-host missing</translation>
    </message>
    <message>
        <source>Personal på plats saknas</source>
        <translation>Staff on site missing</translation>
    </message>
    <message>
        <source>{times} lite luft mellan möten</source>
        <translation>{times} little air between meetings</translation>
    </message>
    <message>
        <source>{n} stämmer inte</source>
        <translation>{n} do not agree</translation>
    </message>
    <message>
        <source>1 stämmer inte</source>
        <translation>1 does not agree</translation>
    </message>
    <message>
        <source>{times} saknar personal på plats</source>
        <translation>{times} staff on site missing</translation>
    </message>
    <message>
        <source>Tolk saknas</source>
        <translation>Interpreter missing</translation>
    </message>
    <message>
        <source>Medbehandlare saknas</source>
        <translation>Co-host missing</translation>
    </message>
    <message>
        <source>Övningskalender</source>
        <translation>Practice calendar</translation>
    </message>
    <message>
        <source>Övningstidbok</source>
        <translation>Practice bookings</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>Länken leder inte till något av dagens besök.</source>
        <translation>The link leads to none of today’s visits.</translation>
    </message>
    <message>
        <source>Sök upp besöket i tidboken, och se efter att datumet är idag.</source>
        <translation>Look the visit up in the booking system, and see that its date is today.</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Stäng</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>Källan kunde inte läsas.</source>
        <translation>The source could not be read.</translation>
    </message>
    <message>
        <source>Kontrollera besöken i tidboken.</source>
        <translation>Check the visits in the booking system.</translation>
    </message>
    <message>
        <source>Filen är ingen kalender.</source>
        <translation>The file is not a calendar.</translation>
    </message>
    <message>
        <source>Exportera kalendern igen i formatet ICS.</source>
        <translation>Export the calendar again in the format ICS.</translation>
    </message>
    <message>
        <source>En kalenderbokning kunde inte läsas.</source>
        <translation>A calendar event could not be read.</translation>
    </message>
    <message>
        <source>Se efter i kalendern om något besök saknas i listan.</source>
        <translation>See in the calendar whether a visit is missing from the list.</translation>
    </message>
    <message>
        <source>En rad från tidboken kunde inte läsas.</source>
        <translation>A line of the booking system could not be read.</translation>
    </message>
    <message>
        <source>Se efter i tidboken om något besök saknas i listan.</source>
        <translation>See in the booking system whether a visit is missing from the list.</translation>
    </message>
    <message>
        <source>Be din IT-samordnare gå igenom kolumnerna.</source>
        <translation>Ask your IT coordinator to go through the columns.</translation>
    </message>
    <message>
        <source>En kalenderbokning har en okänd tidszon.</source>
        <translation>A calendar event has an unknown time zone.</translation>
    </message>
    <message>
        <source>Jämför besökets tid med tidboken.</source>
        <translation>Compare the time of the visit with the booking system.</translation>
    </message>
    <message>
        <source>Filen har en ovanlig teckenkodning.</source>
        <translation>The file has an unusual character encoding.</translation>
    </message>
    <message>
        <source>En återkommande kalenderbokning tog för lång tid att räkna ut.</source>
        <translation>A recurring calendar event took too long to work out.</translation>
    </message>
    <message>
        <source>Kalendern visade en inloggningssida i stället för bokningar.</source>
        <translation>The calendar showed a sign-in page instead of events.</translation>
    </message>
    <message>
        <source>Logga in i kalendern i webbläsaren, och försök igen.</source>
        <translation>Sign in to the calendar in the browser, and try again.</translation>
    </message>
    <message>
        <source>Filen slutar mitt i.</source>
        <translation>The file ends in the middle.</translation>
    </message>
    <message>
        <source>Exportera den igen.</source>
        <translation>Export it again.</translation>
    </message>
    <message>
        <source>Kontrollera att Å, Ä och Ö ser rätt ut i listan.</source>
        <translation>Check that Å, Ä and Ö look right in the list.</translation>
    </message>
    <message>
        <source>En kalenderbokning upprepas för ofta för att vara ett besök.</source>
        <translation>A calendar event repeats too often to be a visit.</translation>
    </message>
    <message>
        <source>Rätta upprepningen i kalendern.</source>
        <translation>Correct the repetition in the calendar.</translation>
    </message>
    <message>
        <source>Filen är tom.</source>
        <translation>The file is empty.</translation>
    </message>
    <message>
        <source>Tabellen från tidboken saknar rubriker.</source>
        <translation>The table from the booking system has no headings.</translation>
    </message>
    <message>
        <source>Exportera tidboken igen med rubrikrad.</source>
        <translation>Export the bookings again with a line of headings.</translation>
    </message>
    <message>
        <source>Tabellen från tidboken har en okänd kolumn.</source>
        <translation>The table from the booking system has an unknown column.</translation>
    </message>
    <message>
        <source>En kolumn saknas i tabellen från tidboken.</source>
        <translation>A column is missing in the table from the booking system.</translation>
    </message>
    <message>
        <source>Ett personnummer i tidboken har fel form.</source>
        <translation>A personal number in the booking system is not well formed.</translation>
    </message>
    <message>
        <source>Rätta det i tidboken.</source>
        <translation>Correct it in the booking system.</translation>
    </message>
    <message>
        <source>Källans adress går inte att använda.</source>
        <translation>The source&apos;s address cannot be used.</translation>
    </message>
    <message>
        <source>Rätta adressen i inställningarna; den börjar med https://.</source>
        <translation>Correct the address in the settings; it begins with https://.</translation>
    </message>
    <message>
        <source>Källans adress saknar kryptering och läses därför inte.</source>
        <translation>The source&apos;s address is not encrypted, so it is not read.</translation>
    </message>
    <message>
        <source>Byt http:// mot https:// i inställningarna, eller fråga din IT-samordnare.</source>
        <translation>Change http:// to https:// in the settings, or ask your IT coordinator.</translation>
    </message>
    <message>
        <source>Källan går inte att nå.</source>
        <translation>The source cannot be reached.</translation>
    </message>
    <message>
        <source>Källan svarade inte i tid.</source>
        <translation>The source did not answer in time.</translation>
    </message>
    <message>
        <source>Källan tar inte emot lösenordet.</source>
        <translation>The source does not accept the password.</translation>
    </message>
    <message>
        <source>Skriv in lösenordet igen i inställningarna.</source>
        <translation>Enter the password again in the settings.</translation>
    </message>
    <message>
        <source>Du behöver logga in igen för att källan ska kunna läsas.</source>
        <translation>You need to sign in again so that the source can be read.</translation>
    </message>
    <message>
        <source>Öppna inställningarna och välj Logga in.</source>
        <translation>Open the settings and choose Sign in.</translation>
    </message>
    <message>
        <source>Ditt konto får inte läsa källan.</source>
        <translation>Your account may not read the source.</translation>
    </message>
    <message>
        <source>Be din IT-samordnare om läsrätt.</source>
        <translation>Ask your IT coordinator for read access.</translation>
    </message>
    <message>
        <source>Källan finns inte på sin adress.</source>
        <translation>The source is not at its address.</translation>
    </message>
    <message>
        <source>Kontrollera adressen i inställningarna.</source>
        <translation>Check the address in the settings.</translation>
    </message>
    <message>
        <source>Källan är överbelastad just nu.</source>
        <translation>The source is overloaded right now.</translation>
    </message>
    <message>
        <source>Listan uppdateras när källan svarar.</source>
        <translation>The list is updated when the source answers.</translation>
    </message>
    <message>
        <source>Källan har ett fel på sin server.</source>
        <translation>The source has a fault on its server.</translation>
    </message>
    <message>
        <source>Listan uppdateras när källan svarar. Står felet kvar, hör av dig till IT-stöd.</source>
        <translation>The list is updated when the source answers. If the fault remains, contact IT support.</translation>
    </message>
    <message>
        <source>Källan svarar något som inte går att förstå.</source>
        <translation>The source answers something that cannot be understood.</translation>
    </message>
    <message>
        <source>Kontrollera adressen i inställningarna, eller fråga din IT-samordnare.</source>
        <translation>Check the address in the settings, or ask your IT coordinator.</translation>
    </message>
    <message>
        <source>En bokning kunde inte läsas.</source>
        <translation>A booking could not be read.</translation>
    </message>
    <message>
        <source>Kalendern ligger på en annan server, dit lösenordet inte skickas.</source>
        <translation>The calendar is on another server, where the password is not sent.</translation>
    </message>
    <message>
        <source>Lägg till den som ett eget konto i inställningarna, om du behöver den.</source>
        <translation>Add it as an account of its own in the settings if you need it.</translation>
    </message>
    <message>
        <source>bokning</source>
        <translation>event</translation>
    </message>
    <message>
        <source>rad</source>
        <translation>line</translation>
    </message>
    <message>
        <source>kolumn</source>
        <translation>column</translation>
    </message>
    <message>
        <source>filer</source>
        <translation>files</translation>
    </message>
    <message>
        <source>och senare</source>
        <translation>and later</translation>
    </message>
    <message>
        <source>delvis</source>
        <translation>in part</translation>
    </message>
    <message>
        <source>Filen är för stor.</source>
        <translation>The file is too large.</translation>
    </message>
    <message>
        <source>Exportera bara de närmaste veckorna.</source>
        <translation>Export only the next few weeks.</translation>
    </message>
    <message>
        <source>Kontrollera nätverket; listan uppdateras när källan svarar.</source>
        <translation>Check the network; the list is renewed when the source answers.</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Ingen besöksserver är inställd, så besöket kan inte öppnas här.</source>
        <translation>No visit server is set up, so the visit cannot be opened here.</translation>
    </message>
    <message>
        <source>Ring patienten, och be it-stödet om adressen till besöksservern.</source>
        <translation>Call the patient, and ask IT support for the visit server&apos;s address.</translation>
    </message>
    <message>
        <source>Besöksservern svarar inte. Ett pågående besök går vidare.</source>
        <translation>The visit server does not answer. A visit under way goes on.</translation>
    </message>
    <message>
        <source>Starta om programmet. Hjälper det inte: ring patienten och it-stödet.</source>
        <translation>Restart the program. If that does not help: call the patient and IT support.</translation>
    </message>
    <message>
        <source>Du övar redan: hela dagen här är påhittad.</source>
        <translation>You are practising already: the whole day here is made up.</translation>
    </message>
    <message>
        <source>Öppna det första besöket när patienten väntar.</source>
        <translation>Open the first visit when the patient is waiting.</translation>
    </message>
    <message>
        <source>Övningen öppnas i ett eget fönster.</source>
        <translation>The practice opens in a window of its own.</translation>
    </message>
    <message>
        <source>Stäng det när du har övat klart.</source>
        <translation>Close it when you have practised enough.</translation>
    </message>
    <message>
        <source>Inställningarna gick inte att läsa, så förvalen gäller.</source>
        <translation>The settings could not be read, so the defaults apply.</translation>
    </message>
    <message>
        <source>Gå igenom inställningarna. Den gamla filen finns kvar bredvid.</source>
        <translation>Go through the settings. The old file is kept beside them.</translation>
    </message>
    <message>
        <source>Inställningarna går inte att läsa just nu, så förvalen gäller.</source>
        <translation>The settings cannot be read just now, so the defaults apply.</translation>
    </message>
    <message>
        <source>Filen är orörd. Starta om programmet; till dess sparas inga ändringar.</source>
        <translation>The file is untouched. Start the program again; until then no changes are kept.</translation>
    </message>
    <message>
        <source>Ett borttaget lösenord ligger kvar i datorns nyckelring, som inte gick att öppna.</source>
        <translation>A password that was removed is still in the computer&apos;s keyring, which could not be opened.</translation>
    </message>
    <message>
        <source>Lås upp nyckelringen. Nästa gång Vårdklient startar tas lösenordet bort.</source>
        <translation>Unlock the keyring. The password is removed the next time Vårdklient starts.</translation>
    </message>
    <message>
        <source>Inställningen gäller nu men kunde inte sparas.</source>
        <translation>The setting applies now but could not be saved.</translation>
    </message>
    <message>
        <source>Kontrollera att disken inte är full.</source>
        <translation>Check that the disk is not full.</translation>
    </message>
    <message>
        <source>Besöksloggen kan inte skrivas just nu. Besöken går vidare.</source>
        <translation>The visit log cannot be written just now. Visits go on.</translation>
    </message>
    <message>
        <source>Kontrollera att disken inte är full. Kvarstår det: hör av dig till it-stödet.</source>
        <translation>Check that the disk is not full. If it goes on: contact IT support.</translation>
    </message>
    <message>
        <source>Datorn har ingen nyckelring, så lösenord sparas inte.</source>
        <translation>The computer has no keyring, so passwords are not kept.</translation>
    </message>
    <message>
        <source>Datorns nyckelring är låst, så lösenord sparas inte.</source>
        <translation>The computer&apos;s keyring is locked, so passwords are not kept.</translation>
    </message>
    <message>
        <source>Datorns nyckelring nekade, så lösenord sparas inte.</source>
        <translation>The computer&apos;s keyring refused, so passwords are not kept.</translation>
    </message>
    <message>
        <source>Datorns nyckelring är inte en som krypterar, så lösenord sparas inte.</source>
        <translation>The computer&apos;s keyring is not one that encrypts, so passwords are not kept.</translation>
    </message>
    <message>
        <source>Datorns nyckelring svarar inte, så lösenord sparas inte.</source>
        <translation>The computer&apos;s keyring does not answer, so passwords are not kept.</translation>
    </message>
    <message>
        <source>Datorns nyckelring fungerar inte, så lösenord sparas inte.</source>
        <translation>The computer&apos;s keyring does not work, so passwords are not kept.</translation>
    </message>
    <message>
        <source>Inloggningen kunde inte sparas på disken.</source>
        <translation>The sign-in could not be kept on the disk.</translation>
    </message>
    <message>
        <source>Logga in vid varje start, eller hör av dig till it-stödet.</source>
        <translation>Sign in at each start, or contact IT support.</translation>
    </message>
    <message>
        <source>Bytet gäller när besöket är slut.</source>
        <translation>The change applies when the visit is over.</translation>
    </message>
    <message>
        <source>Avsluta besöket först, om det brådskar.</source>
        <translation>End the visit first, if it is urgent.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Idag</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Utrustning</source>
        <translation>Equipment</translation>
    </message>
    <message>
        <source>Övningssamtal</source>
        <translation>Practice call</translation>
    </message>
    <message>
        <source>Inställningar</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Support</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Som datorn</source>
        <translation>As the computer</translation>
    </message>
    <message>
        <source>Ljust</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Mörkt</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Nej</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Ja, när skärmen inte är låst</source>
        <translation>Yes, while the screen is not locked</translation>
    </message>
    <message>
        <source>Språk</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Tema</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>Textstorlek</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>Kamera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>Högtalare</source>
        <translation>Loudspeaker</translation>
    </message>
    <message>
        <source>Visa initialer och födelseår</source>
        <translation>Show initials and birth year</translation>
    </message>
    <message>
        <source>Inställningar</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Allt gäller genast.</source>
        <translation>Everything applies at once.</translation>
    </message>
    <message>
        <source>Bestämt av din vårdgivare</source>
        <translation>Decided by your care provider</translation>
    </message>
    <message>
        <source>Språk och utseende</source>
        <translation>Language and appearance</translation>
    </message>
    <message>
        <source>Kamera och ljud</source>
        <translation>Camera and sound</translation>
    </message>
    <message>
        <source>Datorns aviseringar</source>
        <translation>The computer&apos;s notifications</translation>
    </message>
    <message>
        <source>Datorns eget val</source>
        <translation>The computer&apos;s own choice</translation>
    </message>
    <message>
        <source>Ingen hittades</source>
        <translation>None was found</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Logga in</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Loggar in …</source>
        <translation>Signing in …</translation>
    </message>
    <message>
        <source>Logga in i webbläsaren, som har öppnats.</source>
        <translation>The browser has opened: sign in there.</translation>
    </message>
    <message>
        <source>Kom tillbaka hit när du är klar. Inget mer behöver göras här.</source>
        <translation>Come back here when you are done. Nothing else needs doing here.</translation>
    </message>
    <message>
        <source>Avbryt</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Försök igen</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Lås</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>Logga in som någon annan</source>
        <translation>Sign in as somebody else</translation>
    </message>
    <message>
        <source>Logga ut</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>Låst</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>{name} är inloggad. Dagens lista visas igen när du har låst upp.</source>
        <translation>{name} is signed in. Today’s list comes back when you have unlocked.</translation>
    </message>
    <message>
        <source>Samtalet går vidare i sitt eget fönster.</source>
        <translation>The call goes on in its own window.</translation>
    </message>
    <message>
        <source>Lås upp</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>Låser upp …</source>
        <translation>Unlocking …</translation>
    </message>
    <message>
        <source>Inloggningen avbröts i webbläsaren.</source>
        <translation>The sign-in was broken off in the browser.</translation>
    </message>
    <message>
        <source>Logga in igen och godkänn att Vårdklient får veta vem du är.</source>
        <translation>Sign in again and allow Vårdklient to know who you are.</translation>
    </message>
    <message>
        <source>Du avbröt inloggningen.</source>
        <translation>You cancelled the sign-in.</translation>
    </message>
    <message>
        <source>Logga in när du vill.</source>
        <translation>Sign in when you like.</translation>
    </message>
    <message>
        <source>Inloggningen blev inte klar i webbläsaren.</source>
        <translation>The sign-in was not finished in the browser.</translation>
    </message>
    <message>
        <source>Logga in igen och låt webbläsaren vara öppen tills den är klar.</source>
        <translation>Sign in again and leave the browser open until it is done.</translation>
    </message>
    <message>
        <source>Webbläsaren gick inte att öppna.</source>
        <translation>The browser could not be opened.</translation>
    </message>
    <message>
        <source>Be IT-stöd att välja en standardwebbläsare på datorn.</source>
        <translation>Ask IT support to choose a default browser on this computer.</translation>
    </message>
    <message>
        <source>Svaret från webbläsaren kan inte tas emot.</source>
        <translation>The browser&apos;s answer cannot be received.</translation>
    </message>
    <message>
        <source>Starta om datorn. Hjälper det inte, hör av dig till IT-stöd.</source>
        <translation>Restart the computer. If that does not help, contact IT support.</translation>
    </message>
    <message>
        <source>Adressen leder inte till en inloggningstjänst.</source>
        <translation>The address does not lead to a sign-in service.</translation>
    </message>
    <message>
        <source>Be IT-stöd att kontrollera adressen i inställningarna.</source>
        <translation>Ask IT support to check the address in the settings.</translation>
    </message>
    <message>
        <source>Inloggningstjänsten saknar kryptering (https).</source>
        <translation>The sign-in service is not encrypted (https).</translation>
    </message>
    <message>
        <source>Inloggningstjänsten känner inte till Vårdklient.</source>
        <translation>The sign-in service does not know Vårdklient.</translation>
    </message>
    <message>
        <source>Be IT-stöd att registrera programmet där.</source>
        <translation>Ask IT support to register the program there.</translation>
    </message>
    <message>
        <source>Inloggningstjänsten går inte att nå.</source>
        <translation>The sign-in service cannot be reached.</translation>
    </message>
    <message>
        <source>Kontrollera nätverket (VPN) och försök igen om en stund.</source>
        <translation>Check the network (VPN) and try again in a while.</translation>
    </message>
    <message>
        <source>Inloggningstjänsten har ett fel just nu.</source>
        <translation>The sign-in service has a fault just now.</translation>
    </message>
    <message>
        <source>Försök igen om en stund.</source>
        <translation>Try again in a while.</translation>
    </message>
    <message>
        <source>Inloggningstjänsten svarar något obegripligt.</source>
        <translation>The sign-in service&apos;s answer makes no sense.</translation>
    </message>
    <message>
        <source>Försök igen. Står felet kvar, hör av dig till IT-stöd.</source>
        <translation>Try again. If the fault stays, contact IT support.</translation>
    </message>
    <message>
        <source>Svaret hör inte till den här inloggningen.</source>
        <translation>The answer does not belong to this sign-in.</translation>
    </message>
    <message>
        <source>Logga in igen. Händer det på nytt, hör av dig till IT-stöd.</source>
        <translation>Sign in again. If it happens once more, contact IT support.</translation>
    </message>
    <message>
        <source>Inloggningen hann bli för gammal.</source>
        <translation>The sign-in became too old on the way.</translation>
    </message>
    <message>
        <source>Logga in igen.</source>
        <translation>Sign in again.</translation>
    </message>
    <message>
        <source>Datorns klocka går fel, så inloggningen gäller inte.</source>
        <translation>The computer&apos;s clock is wrong, so the sign-in is not valid.</translation>
    </message>
    <message>
        <source>Ställ in datorns datum och tid automatiskt och logga in igen.</source>
        <translation>Let the computer set date and time by itself and sign in again.</translation>
    </message>
    <message>
        <source>Din inloggning har gått ut.</source>
        <translation>Your sign-in has expired.</translation>
    </message>
    <message>
        <source>Du är utloggad här, men inloggningstjänsten fick inte veta det.</source>
        <translation>You are signed out here, but the sign-in service was not told.</translation>
    </message>
    <message>
        <source>Stäng webbläsaren också.</source>
        <translation>Close the browser too.</translation>
    </message>
    <message>
        <source>Du är utloggad här, men datorns nyckelring är låst, och inloggningen ligger kvar i den.</source>
        <translation>You are signed out here, but the computer&apos;s keyring is locked, and the sign-in is still in it.</translation>
    </message>
    <message>
        <source>Lås upp nyckelringen. Nästa gång Vårdklient startar tas inloggningen bort.</source>
        <translation>Unlock the keyring. The sign-in is removed the next time Vårdklient starts.</translation>
    </message>
</context>
<context>
    <name>Time</name>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>slut {time}</source>
        <translation>ended {time}</translation>
    </message>
    <message>
        <source>om {n} timme</source>
        <translation>in {n} hour</translation>
    </message>
    <message>
        <source>om {n} timmar</source>
        <translation>in {n} hours</translation>
    </message>
    <message>
        <source>om {n} minut</source>
        <translation>in {n} minute</translation>
    </message>
    <message>
        <source>om {n} minuter</source>
        <translation>in {n} minutes</translation>
    </message>
    <message>
        <source>nu</source>
        <translation>now</translation>
    </message>
    <message>
        <source>för {n} minut sedan</source>
        <translation>{n} minute ago</translation>
    </message>
    <message>
        <source>för {n} minuter sedan</source>
        <translation>{n} minutes ago</translation>
    </message>
    <message>
        <source>sedan nyss</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>sedan {n} min</source>
        <translation>{n} min</translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message>
        <source>Enskilt besök</source>
        <translation>One-to-one visit</translation>
    </message>
    <message>
        <source>Gruppbesök</source>
        <translation>Group visit</translation>
    </message>
    <message>
        <source>Digifysiskt besök</source>
        <translation>Digi-physical visit</translation>
    </message>
    <message>
        <source>Direktkonsultation</source>
        <translation>Instant consultation</translation>
    </message>
    <message>
        <source>Övningssamtal</source>
        <translation>Practice call</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Telefon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>På mottagningen</source>
        <translation>At the clinic</translation>
    </message>
    <message>
        <source>Inte ett vårdbesök</source>
        <translation>Not a care visit</translation>
    </message>
    <message>
        <source>Okänt sätt att mötas</source>
        <translation>Unknown way to meet</translation>
    </message>
    <message>
        <source>Behandlare</source>
        <translation>Clinician</translation>
    </message>
    <message>
        <source>Medbehandlare</source>
        <translation>Co-host</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Vårdnadshavare</source>
        <translation>Guardian</translation>
    </message>
    <message>
        <source>Ombud</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Närstående</source>
        <translation>Relative</translation>
    </message>
    <message>
        <source>Tolk</source>
        <translation>Interpreter</translation>
    </message>
    <message>
        <source>Personal på plats</source>
        <translation>Staff on site</translation>
    </message>
    <message>
        <source>Planerat</source>
        <translation>Planned</translation>
    </message>
    <message>
        <source>Dags</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>Någon väntar</source>
        <translation>Somebody waits</translation>
    </message>
    <message>
        <source>Pågår</source>
        <translation>Going on</translation>
    </message>
    <message>
        <source>Avslutat</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>Blev inte av</source>
        <translation>Did not take place</translation>
    </message>
    <message>
        <source>Stämmer</source>
        <translation>Agrees</translation>
    </message>
    <message>
        <source>Tiden skiljer</source>
        <translation>Times differ</translation>
    </message>
    <message>
        <source>Flera möjliga</source>
        <translation>Several possible</translation>
    </message>
    <message>
        <source>Stämmer inte</source>
        <translation>Does not agree</translation>
    </message>
    <message>
        <source>Bara i kalendern</source>
        <translation>Only in the calendar</translation>
    </message>
    <message>
        <source>Bara i tidboken</source>
        <translation>Only in the booking system</translation>
    </message>
    <message>
        <source>Skyddade uppgifter</source>
        <translation>Protected identity</translation>
    </message>
    <message>
        <source>Avbokad</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Inte jämfört än</source>
        <translation>Not compared yet</translation>
    </message>
    <message>
        <source>Finns inte kvar</source>
        <translation>No longer there</translation>
    </message>
    <message>
        <source>Kalendern och tidboken stämmer överens.</source>
        <translation>Calendar and booking system agree.</translation>
    </message>
    <message>
        <source>Kalendern och tidboken har olika tider.</source>
        <translation>Calendar and booking system give different times.</translation>
    </message>
    <message>
        <source>Jämför med tidboken innan du ansluter.</source>
        <translation>Compare with the booking system before you join.</translation>
    </message>
    <message>
        <source>Mer än en patient idag har samma initialer och födelseår.</source>
        <translation>More than one patient today has the same initials and birth year.</translation>
    </message>
    <message>
        <source>Kontrollera i tidboken vem som hör till den här tiden.</source>
        <translation>Check in the booking system who belongs to this time.</translation>
    </message>
    <message>
        <source>Kalendern och tidboken anger olika patienter på den här tiden.</source>
        <translation>Calendar and booking system name different patients at this time.</translation>
    </message>
    <message>
        <source>Kontrollera i tidboken vem som är bokad.</source>
        <translation>Check in the booking system who is booked.</translation>
    </message>
    <message>
        <source>Besöket finns i kalendern men inte i tidboken.</source>
        <translation>The visit is in the calendar but not in the booking system.</translation>
    </message>
    <message>
        <source>Kontrollera i tidboken att besöket är bokat.</source>
        <translation>Check in the booking system that the visit is booked.</translation>
    </message>
    <message>
        <source>Besöket finns i tidboken men inte i kalendern.</source>
        <translation>The visit is in the booking system but not in the calendar.</translation>
    </message>
    <message>
        <source>Kontrollera att patienten har fått sin länk.</source>
        <translation>Check that the patient has been sent the link.</translation>
    </message>
    <message>
        <source>Patienten har skyddade personuppgifter.</source>
        <translation>The patient has a protected identity.</translation>
    </message>
    <message>
        <source>Jämför tiden med tidboken innan du ansluter.</source>
        <translation>Compare the time with the booking system before you join.</translation>
    </message>
    <message>
        <source>Besöket är avbokat.</source>
        <translation>The visit is cancelled.</translation>
    </message>
    <message>
        <source>Öppna det bara om patienten ändå ska komma.</source>
        <translation>Open it only if the patient comes all the same.</translation>
    </message>
    <message>
        <source>Besöket är inte jämfört, för alla källor är inte lästa än.</source>
        <translation>The visit has not been compared: not all sources have been read yet.</translation>
    </message>
    <message>
        <source>Jämför själv med tidboken innan du ansluter.</source>
        <translation>Compare with the booking system yourself before you join.</translation>
    </message>
    <message>
        <source>Besöket finns inte längre bland dagens videobesök, men någon har väntat i det.</source>
        <translation>The visit is no longer among today&apos;s video visits, but somebody has waited in it.</translation>
    </message>
    <message>
        <source>Se efter i tidboken vad som gäller innan du ansluter.</source>
        <translation>See in the booking system what applies before you join.</translation>
    </message>
    <message>
        <source>arabiska</source>
        <translation>Arabic</translation>
    </message>
    <message>
        <source>somaliska</source>
        <translation>Somali</translation>
    </message>
    <message>
        <source>tigrinja</source>
        <translation>Tigrinya</translation>
    </message>
    <message>
        <source>persiska</source>
        <translation>Persian</translation>
    </message>
    <message>
        <source>dari</source>
        <translation>Dari</translation>
    </message>
    <message>
        <source>ukrainska</source>
        <translation>Ukrainian</translation>
    </message>
    <message>
        <source>ryska</source>
        <translation>Russian</translation>
    </message>
    <message>
        <source>polska</source>
        <translation>Polish</translation>
    </message>
    <message>
        <source>finska</source>
        <translation>Finnish</translation>
    </message>
    <message>
        <source>spanska</source>
        <translation>Spanish</translation>
    </message>
    <message>
        <source>turkiska</source>
        <translation>Turkish</translation>
    </message>
    <message>
        <source>engelska</source>
        <translation>English</translation>
    </message>
    <message>
        <source>svenska</source>
        <translation>Swedish</translation>
    </message>
    <message>
        <source>teckenspråk</source>
        <translation>sign language</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Övning</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>Besöken är påhittade. Inget når en riktig patient.</source>
        <translation>The visits are made up. Nothing reaches a real patient.</translation>
    </message>
</context>
<context>
    <name>allow</name>
    <message>
        <source>Öppna Inställningar &gt; Sekretess och säkerhet &gt; Kamera, och slå på ”Låt skrivbordsappar komma åt kameran”.</source>
        <translation>Open Settings &gt; Privacy &amp; security &gt; Camera, and turn on “Let desktop apps access your camera”.</translation>
    </message>
    <message>
        <source>Öppna Systeminställningar &gt; Integritetsskydd och säkerhet &gt; Kamera, slå på Vårdklient och starta om programmet.</source>
        <translation>Open System Settings &gt; Privacy &amp; Security &gt; Camera, turn on Vårdklient and restart the program.</translation>
    </message>
    <message>
        <source>Öppna Inställningar &gt; Integritet och säkerhet &gt; Kamera och slå på kameraåtkomst.</source>
        <translation>Open Settings &gt; Privacy &amp; Security &gt; Camera and turn on camera access.</translation>
    </message>
    <message>
        <source>Öppna Inställningar &gt; Sekretess och säkerhet &gt; Mikrofon, och slå på ”Låt skrivbordsappar komma åt mikrofonen”.</source>
        <translation>Open Settings &gt; Privacy &amp; security &gt; Microphone, and turn on “Let desktop apps access your microphone”.</translation>
    </message>
    <message>
        <source>Öppna Systeminställningar &gt; Integritetsskydd och säkerhet &gt; Mikrofon, slå på Vårdklient och starta om programmet.</source>
        <translation>Open System Settings &gt; Privacy &amp; Security &gt; Microphone, turn on Vårdklient and restart the program.</translation>
    </message>
    <message>
        <source>Öppna Inställningar &gt; Integritet och säkerhet &gt; Mikrofon och slå på mikrofonåtkomst.</source>
        <translation>Open Settings &gt; Privacy &amp; Security &gt; Microphone and turn on microphone access.</translation>
    </message>
</context>
<context>
    <name>call</name>
    <message>
        <source>Videobesök</source>
        <translation>Video visit</translation>
    </message>
    <message>
        <source>Skyddade personuppgifter</source>
        <translation>Protected identity</translation>
    </message>
    <message>
        <source>Besök</source>
        <translation>Visit</translation>
    </message>
    <message>
        <source>Krypterat hela vägen · spelas inte in</source>
        <translation>Encrypted all the way · not recorded</translation>
    </message>
    <message>
        <source>Du</source>
        <translation>You</translation>
    </message>
    <message>
        <source>ansluten</source>
        <translation>connected</translation>
    </message>
    <message>
        <source>ansluten, endast ljud</source>
        <translation>connected, sound only</translation>
    </message>
    <message>
        <source>ansluten, mikrofonen är av</source>
        <translation>connected, microphone off</translation>
    </message>
    <message>
        <source>ansluten, mikrofon och kamera är av</source>
        <translation>connected, microphone and camera off</translation>
    </message>
    <message>
        <source>ansluter …</source>
        <translation>connecting …</translation>
    </message>
    <message>
        <source>återansluter …</source>
        <translation>reconnecting …</translation>
    </message>
    <message>
        <source>lämnade {time}</source>
        <translation>left {time}</translation>
    </message>
    <message>
        <source>väntar sedan {time}</source>
        <translation>waiting since {time}</translation>
    </message>
    <message>
        <source>mikrofon och kamera på</source>
        <translation>microphone and camera on</translation>
    </message>
    <message>
        <source>mikrofon på, kamera av</source>
        <translation>microphone on, camera off</translation>
    </message>
    <message>
        <source>mikrofon av, kamera på</source>
        <translation>microphone off, camera on</translation>
    </message>
    <message>
        <source>mikrofon och kamera av</source>
        <translation>microphone and camera off</translation>
    </message>
    <message>
        <source>I väntrummet</source>
        <translation>In the waiting room</translation>
    </message>
    <message>
        <source>Släpp in</source>
        <translation>Let in</translation>
    </message>
    <message>
        <source>Släpp in: {role}</source>
        <translation>Let in: {role}</translation>
    </message>
    <message>
        <source>Inte nu</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>Släpp inte in nu: {role}</source>
        <translation>Do not let in now: {role}</translation>
    </message>
    <message>
        <source>nästa besök {time}</source>
        <translation>next visit {time}</translation>
    </message>
    <message>
        <source>Släpp in patienten</source>
        <translation>Let the patient in</translation>
    </message>
    <message>
        <source>Patienten väntar</source>
        <translation>The patient is waiting</translation>
    </message>
    <message>
        <source>{role} väntar</source>
        <translation>{role} is waiting</translation>
    </message>
    <message>
        <source>Väntrummet är tomt</source>
        <translation>The waiting room is empty</translation>
    </message>
    <message>
        <source>Du ser och hör här när någon kommer. Ingen kan höra eller se dig än.</source>
        <translation>You see and hear it here when somebody comes. Nobody can hear or see you yet.</translation>
    </message>
    <message>
        <source>Den som väntar kan varken se eller höra dig.</source>
        <translation>Whoever waits can neither see nor hear you.</translation>
    </message>
    <message>
        <source>Bild och ljud fungerar</source>
        <translation>Picture and sound work</translation>
    </message>
    <message>
        <source>Bild eller ljud fungerar inte</source>
        <translation>Picture or sound does not work</translation>
    </message>
    <message>
        <source>Bild och ljud ej provade</source>
        <translation>Picture and sound not tried</translation>
    </message>
    <message>
        <source>Besöket öppnas …</source>
        <translation>Opening the visit …</translation>
    </message>
    <message>
        <source>Kamera, mikrofon och anslutning görs klara.</source>
        <translation>Camera, microphone and connection are being made ready.</translation>
    </message>
    <message>
        <source>Besöket är avslutat</source>
        <translation>The visit is over</translation>
    </message>
    <message>
        <source>Kamera och mikrofon är lediga.</source>
        <translation>Camera and microphone are free.</translation>
    </message>
    <message>
        <source>Bild av den du möter</source>
        <translation>Picture of the person you meet</translation>
    </message>
    <message>
        <source>Din egen bild</source>
        <translation>Your own picture</translation>
    </message>
    <message>
        <source>Du syns så här</source>
        <translation>This is how you are seen</translation>
    </message>
    <message>
        <source>Kameran är av</source>
        <translation>The camera is off</translation>
    </message>
    <message>
        <source>Bilden kommer strax</source>
        <translation>The picture is coming</translation>
    </message>
    <message>
        <source>Kameran är av hos den du möter</source>
        <translation>The other person&apos;s camera is off</translation>
    </message>
    <message>
        <source>Återansluter …</source>
        <translation>Reconnecting …</translation>
    </message>
    <message>
        <source>Ögonkontakt: patientens ögon är {angle}° från kameran</source>
        <translation>Eye contact: the patient&apos;s eyes are {angle}° from the camera</translation>
    </message>
    <message>
        <source>Ögonkontakt: {angle}° från kameran. Flytta kameran eller gå längre bak.</source>
        <translation>Eye contact: {angle}° from the camera. Move the camera or sit further back.</translation>
    </message>
    <message>
        <source>Ögonkontakt: {angle}°</source>
        <translation>Eye contact: {angle}°</translation>
    </message>
    <message>
        <source>ID ej kontrollerad</source>
        <translation>ID not checked</translation>
    </message>
    <message>
        <source>ID kontrollerad</source>
        <translation>ID checked</translation>
    </message>
    <message>
        <source>Be patienten visa giltig ID-handling för kameran. Jämför med tidboken.</source>
        <translation>Ask the patient to show a valid ID document to the camera. Compare with the booking system.</translation>
    </message>
    <message>
        <source>Det är den som är ansluten som ska visa giltig ID-handling. Jämför med tidboken.</source>
        <translation>The person who is connected shows a valid ID document. Compare with the booking system.</translation>
    </message>
    <message>
        <source>Kontrolleras när patienten är insläppt.</source>
        <translation>Checked when the patient has been let in.</translation>
    </message>
    <message>
        <source>{role} · {method} · {time}</source>
        <translation>{role} · {method} · {time}</translation>
    </message>
    <message>
        <source>Följer med till journalfrasen. Ingen bild sparas.</source>
        <translation>Goes into the phrase for the record. No picture is kept.</translation>
    </message>
    <message>
        <source>Ändra</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Behåll</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Mikrofon på</source>
        <translation>Microphone on</translation>
    </message>
    <message>
        <source>Mikrofon av</source>
        <translation>Microphone off</translation>
    </message>
    <message>
        <source>Patienten hör dig. Stäng av mikrofonen ({keys})</source>
        <translation>The patient hears you. Switch off the microphone ({keys})</translation>
    </message>
    <message>
        <source>Patienten hör dig inte. Slå på mikrofonen ({keys})</source>
        <translation>The patient does not hear you. Switch on the microphone ({keys})</translation>
    </message>
    <message>
        <source>Kamera på</source>
        <translation>Camera on</translation>
    </message>
    <message>
        <source>Kamera av</source>
        <translation>Camera off</translation>
    </message>
    <message>
        <source>Patienten ser dig. Stäng av kameran ({keys})</source>
        <translation>The patient sees you. Switch off the camera ({keys})</translation>
    </message>
    <message>
        <source>Patienten ser dig inte. Slå på kameran ({keys})</source>
        <translation>The patient does not see you. Switch on the camera ({keys})</translation>
    </message>
    <message>
        <source>Ring i stället</source>
        <translation>Phone instead</translation>
    </message>
    <message>
        <source>Slutför besöket per telefon ({keys})</source>
        <translation>Complete the visit by phone ({keys})</translation>
    </message>
    <message>
        <source>Avsluta</source>
        <translation>End</translation>
    </message>
    <message>
        <source>Avsluta besöket för alla ({keys})</source>
        <translation>End the visit for everybody ({keys})</translation>
    </message>
    <message>
        <source>Avsluta besöket för alla ({keys}). ID är inte kontrollerad; det står i så fall på kortet.</source>
        <translation>End the visit for everybody ({keys}). ID is not checked; the card will say so.</translation>
    </message>
    <message>
        <source>Samtalets kvalitet: {word}</source>
        <translation>Call quality: {word}</translation>
    </message>
    <message>
        <source>Slå på</source>
        <translation>Turn on</translation>
    </message>
    <message>
        <source>Slå på mikrofonen</source>
        <translation>Turn the microphone on</translation>
    </message>
    <message>
        <source>Vill du avsluta besöket?</source>
        <translation>End the visit?</translation>
    </message>
    <message>
        <source>Avsluta besöket</source>
        <translation>End the visit</translation>
    </message>
    <message>
        <source>Fortsätt besöket</source>
        <translation>Go on with the visit</translation>
    </message>
    <message>
        <source>Ring patienten</source>
        <translation>Phone the patient</translation>
    </message>
    <message>
        <source>Besöket noteras som slutfört per telefon. Kontrollera ID igen i telefonen.</source>
        <translation>The visit is noted as completed by phone. Check ID again on the phone.</translation>
    </message>
    <message>
        <source>Videon läker inte av sig själv. Du kan slutföra besöket per telefon.</source>
        <translation>The video does not heal by itself. You can complete the visit by phone.</translation>
    </message>
    <message>
        <source>Ring från datorn</source>
        <translation>Phone from the computer</translation>
    </message>
    <message>
        <source>Kopiera numret</source>
        <translation>Copy the number</translation>
    </message>
    <message>
        <source>Kopierat</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>Patientens telefonnummer</source>
        <translation>The patient&apos;s phone number</translation>
    </message>
    <message>
        <source>Numret visas inte här</source>
        <translation>The number is not shown here</translation>
    </message>
    <message>
        <source>Skyddade personuppgifter: hämta numret enligt enhetens rutin och ring därifrån.</source>
        <translation>Protected identity: get the number by your unit&apos;s routine, and phone from there.</translation>
    </message>
    <message>
        <source>Numret finns i journalen</source>
        <translation>The number is in the record</translation>
    </message>
    <message>
        <source>Tidboken lämnade inget telefonnummer för det här besöket.</source>
        <translation>The booking system gave no phone number for this visit.</translation>
    </message>
    <message>
        <source>Teknisk support</source>
        <translation>Technical support</translation>
    </message>
    <message>
        <source>Byt till telefon</source>
        <translation>Change to phone</translation>
    </message>
    <message>
        <source>Tillbaka till video</source>
        <translation>Back to video</translation>
    </message>
    <message>
        <source>{n} minut över tiden</source>
        <translation>{n} minute over time</translation>
    </message>
    <message>
        <source>{n} minuter över tiden</source>
        <translation>{n} minutes over time</translation>
    </message>
    <message>
        <source>{n} minut kvar</source>
        <translation>{n} minute left</translation>
    </message>
    <message>
        <source>{n} minuter kvar</source>
        <translation>{n} minutes left</translation>
    </message>
    <message>
        <source>börjar om {n} minut</source>
        <translation>begins in {n} minute</translation>
    </message>
    <message>
        <source>börjar om {n} minuter</source>
        <translation>begins in {n} minutes</translation>
    </message>
</context>
<context>
    <name>card</name>
    <message>
        <source>Efter besöket</source>
        <translation>After the visit</translation>
    </message>
    <message>
        <source>Kamera och mikrofon är lediga</source>
        <translation>Camera and microphone are free</translation>
    </message>
    <message>
        <source>Fras till journalen</source>
        <translation>Phrase for the record</translation>
    </message>
    <message>
        <source>Programmet sparar inget. Urklipp töms efter en minut.</source>
        <translation>The program keeps nothing. The clipboard is cleared after a minute.</translation>
    </message>
    <message>
        <source>Kopiera frasen</source>
        <translation>Copy the phrase</translation>
    </message>
    <message>
        <source>Kopierat</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>Uppgifter</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Tid</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>{start}–{end} ({minutes} min)</source>
        <translation>{start}–{end} ({minutes} min)</translation>
    </message>
    <message>
        <source>Ingen släpptes in, avslutat {end}</source>
        <translation>Nobody was let in, ended {end}</translation>
    </message>
    <message>
        <source>Identitet</source>
        <translation>Identity</translation>
    </message>
    <message>
        <source>{method}, {time}</source>
        <translation>{method}, {time}</translation>
    </message>
    <message>
        <source>Inte kontrollerad. Skriv i journalen varför.</source>
        <translation>Not checked. Write in the record why.</translation>
    </message>
    <message>
        <source>Deltagare</source>
        <translation>Participants</translation>
    </message>
    <message>
        <source>Ingen</source>
        <translation>Nobody</translation>
    </message>
    <message>
        <source>Teknik</source>
        <translation>Technology</translation>
    </message>
    <message>
        <source>Bild eller ljud bröts under besöket</source>
        <translation>Picture or sound broke off during the visit</translation>
    </message>
    <message>
        <source>Kontakttyp att registrera</source>
        <translation>Contact type to register</translation>
    </message>
    <message>
        <source>Åtgärdskod (KVÅ)</source>
        <translation>Code of measure (KVÅ)</translation>
    </message>
    <message>
        <source>{code} {text}, tillsammans med koden för det som gjordes</source>
        <translation>{code} {text}, together with the code of what was done</translation>
    </message>
    <message>
        <source>Avgift</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>Hur slutade besöket?</source>
        <translation>How did the visit end?</translation>
    </message>
    <message>
        <source>Klart, till dagens besök</source>
        <translation>Done, to today&apos;s visits</translation>
    </message>
    <message>
        <source>Kontakt via videolänk</source>
        <translation>Contact by video link</translation>
    </message>
    <message>
        <source>Telefonkontakt (besöket slutfördes per telefon)</source>
        <translation>Contact by phone (the visit was completed by phone)</translation>
    </message>
    <message>
        <source>Uteblivet besök</source>
        <translation>Missed visit</translation>
    </message>
    <message>
        <source>Kontakt via videolänk, och boka ett fysiskt besök</source>
        <translation>Contact by video link, and book a physical visit</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>Mätvärden</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>Stäng mätvärdena</source>
        <translation>Close the figures</translation>
    </message>
    <message>
        <source>Ingen anslutning att mäta.</source>
        <translation>No connection to measure.</translation>
    </message>
    <message>
        <source>Bild in</source>
        <translation>Picture in</translation>
    </message>
    <message>
        <source>Bild ut</source>
        <translation>Picture out</translation>
    </message>
    <message>
        <source>Kodning in / ut</source>
        <translation>Encoding in / out</translation>
    </message>
    <message>
        <source>Frysningar över 200 ms</source>
        <translation>Freezes over 200 ms</translation>
    </message>
    <message>
        <source>Bildens fördröjning, uppskattad</source>
        <translation>Delay of the picture, estimated</translation>
    </message>
    <message>
        <source>Ljudets fördröjning, uppskattad</source>
        <translation>Delay of the sound, estimated</translation>
    </message>
    <message>
        <source>Läppsynk</source>
        <translation>Lip sync</translation>
    </message>
    <message>
        <source>Ljud som fyllts i</source>
        <translation>Sound filled in</translation>
    </message>
    <message>
        <source>Bithastighet in / ut, medel</source>
        <translation>Bit rate in / out, average</translation>
    </message>
    <message>
        <source>Mål för bild ut</source>
        <translation>Target of picture out</translation>
    </message>
    <message>
        <source>Paketförlust in / ut</source>
        <translation>Packet loss in / out</translation>
    </message>
    <message>
        <source>Tur och retur, jitter</source>
        <translation>Round trip, jitter</translation>
    </message>
    <message>
        <source>Nyckelbilder in / ut</source>
        <translation>Key frames in / out</translation>
    </message>
    <message>
        <source>Nya anslutningar</source>
        <translation>New connections</translation>
    </message>
    <message>
        <source>Processor, minne</source>
        <translation>Processor, memory</translation>
    </message>
    <message>
        <source>{n} bilder/s</source>
        <translation>{n} pictures/s</translation>
    </message>
    <message>
        <source>{n} kärnor</source>
        <translation>{n} cores</translation>
    </message>
</context>
<context>
    <name>invite</name>
    <message>
        <source>Bjud in</source>
        <translation>Invite</translation>
    </message>
    <message>
        <source>Till dagens besök</source>
        <translation>To today&apos;s visits</translation>
    </message>
    <message>
        <source>Inbjudans språk</source>
        <translation>Language of the invitation</translation>
    </message>
    <message>
        <source>På {language} finns ingen granskad text. Be tolken läsa upp den svenska.</source>
        <translation>There is no reviewed text in {language}. Ask the interpreter to read the Swedish one aloud.</translation>
    </message>
    <message>
        <source>I din egen kalender</source>
        <translation>In your own calendar</translation>
    </message>
    <message>
        <source>Ämnet är en personuppgift: det hör hemma i din kalender. Skicka det inte.</source>
        <translation>The subject is personal data: it belongs in your calendar. Do not send it.</translation>
    </message>
    <message>
        <source>Ämne</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Kopiera ämnet</source>
        <translation>Copy the subject</translation>
    </message>
    <message>
        <source>Spara kalenderfil</source>
        <translation>Save calendar file</translation>
    </message>
    <message>
        <source>Länkarna hämtas från besöksservern. Det tar oftast några sekunder.</source>
        <translation>The links are being fetched from the visit server. It usually takes a few seconds.</translation>
    </message>
    <message>
        <source>Ingen besöksserver är inställd, så det finns ingen länk att bjuda in med.</source>
        <translation>No visit server is set up, so there is no link to invite with.</translation>
    </message>
    <message>
        <source>Besöket finns inte längre i dagens lista.</source>
        <translation>The visit is no longer in today&apos;s list.</translation>
    </message>
    <message>
        <source>Bjud in fler</source>
        <translation>Invite more</translation>
    </message>
    <message>
        <source>Var och en får en egen länk. Programmet skickar ingenting.</source>
        <translation>Everybody gets a link of their own. The program sends nothing.</translation>
    </message>
    <message>
        <source>Visa texten</source>
        <translation>Show the text</translation>
    </message>
    <message>
        <source>Dölj texten</source>
        <translation>Hide the text</translation>
    </message>
    <message>
        <source>Kopierat, töms efter två minuter</source>
        <translation>Copied, cleared after two minutes</translation>
    </message>
    <message>
        <source>Sparat. Ta bort filen när den är skickad</source>
        <translation>Saved. Delete the file when it has been sent</translation>
    </message>
    <message>
        <source>Gick inte att spara</source>
        <translation>Could not be saved</translation>
    </message>
    <message>
        <source>Kalenderfil</source>
        <translation>Calendar file</translation>
    </message>
    <message>
        <source>Skriv ut brev</source>
        <translation>Print letter</translation>
    </message>
    <message>
        <source>Brev som PDF</source>
        <translation>Letter as PDF</translation>
    </message>
    <message>
        <source>Kalender (*.ics)</source>
        <translation>Calendar (*.ics)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>videobesok</source>
        <translation>video-visit</translation>
    </message>
    <message>
        <source>{who} {number}</source>
        <translation>{who} {number}</translation>
    </message>
    <message>
        <source>Inbjudan: {who}</source>
        <translation>Invitation: {who}</translation>
    </message>
    <message>
        <source>Egen länk</source>
        <translation>Own link</translation>
    </message>
    <message>
        <source>Kommer till personal, ingen länk</source>
        <translation>Comes to staff, no link</translation>
    </message>
    <message>
        <source>Loggar in, länken finns där</source>
        <translation>Signs in, the link is there</translation>
    </message>
    <message>
        <source>Kopiera medbehandlarens inbjudan</source>
        <translation>Copy the co-host&apos;s invitation</translation>
    </message>
    <message>
        <source>Kopiera patientens inbjudan</source>
        <translation>Copy the patient&apos;s invitation</translation>
    </message>
    <message>
        <source>Kopiera vårdnadshavarens inbjudan</source>
        <translation>Copy the guardian&apos;s invitation</translation>
    </message>
    <message>
        <source>Kopiera ombudets inbjudan</source>
        <translation>Copy the proxy&apos;s invitation</translation>
    </message>
    <message>
        <source>Kopiera den närståendes inbjudan</source>
        <translation>Copy the relative&apos;s invitation</translation>
    </message>
    <message>
        <source>Kopiera tolkens inbjudan</source>
        <translation>Copy the interpreter&apos;s invitation</translation>
    </message>
    <message>
        <source>Kopiera personalens inbjudan</source>
        <translation>Copy the staff&apos;s invitation</translation>
    </message>
    <message>
        <source>Bara medbehandlarens länk</source>
        <translation>Only the co-host&apos;s link</translation>
    </message>
    <message>
        <source>Bara patientens länk</source>
        <translation>Only the patient&apos;s link</translation>
    </message>
    <message>
        <source>Bara vårdnadshavarens länk</source>
        <translation>Only the guardian&apos;s link</translation>
    </message>
    <message>
        <source>Bara ombudets länk</source>
        <translation>Only the proxy&apos;s link</translation>
    </message>
    <message>
        <source>Bara den närståendes länk</source>
        <translation>Only the relative&apos;s link</translation>
    </message>
    <message>
        <source>Bara tolkens länk</source>
        <translation>Only the interpreter&apos;s link</translation>
    </message>
    <message>
        <source>Bara personalens länk</source>
        <translation>Only the staff&apos;s link</translation>
    </message>
</context>
<context>
    <name>measures</name>
    <message>
        <source>gräns {limits}</source>
        <translation>limit {limits}</translation>
    </message>
    <message>
        <source>gränser {limits}</source>
        <translation>limits {limits}</translation>
    </message>
    <message>
        <source>Inga mätvärden.</source>
        <translation>No measured figures.</translation>
    </message>
    <message>
        <source>ja</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>nej</source>
        <translation>no</translation>
    </message>
    <message>
        <source>steg</source>
        <translation>stops</translation>
    </message>
    <message>
        <source>bilder/s</source>
        <translation>frames/s</translation>
    </message>
    <message>
        <source>ansiktshöjder</source>
        <translation>face heights</translation>
    </message>
    <message>
        <source>Ansiktets ljushet (0–255)</source>
        <translation>Brightness of the face (0–255)</translation>
    </message>
    <message>
        <source>Bildens ljushet (0–255)</source>
        <translation>Brightness of the picture (0–255)</translation>
    </message>
    <message>
        <source>Rummets ljusa delar (0–255)</source>
        <translation>Bright parts of the room (0–255)</translation>
    </message>
    <message>
        <source>Rummets ljusaste del (0–255)</source>
        <translation>Brightest part of the room (0–255)</translation>
    </message>
    <message>
        <source>Skillnad mellan ansiktets sidor</source>
        <translation>Difference between the sides of the face</translation>
    </message>
    <message>
        <source>Bakgrunden ljusare än ansiktet</source>
        <translation>Background brighter than the face</translation>
    </message>
    <message>
        <source>Ansiktets höjd i bilden</source>
        <translation>Height of the face in the picture</translation>
    </message>
    <message>
        <source>Avstånd från mitten</source>
        <translation>Distance from the middle</translation>
    </message>
    <message>
        <source>Luft ovanför huvudet</source>
        <translation>Room above the head</translation>
    </message>
    <message>
        <source>Ögonens avstånd från bildens topp</source>
        <translation>Eyes from the top of the picture</translation>
    </message>
    <message>
        <source>Plats under hakan</source>
        <translation>Room below the chin</translation>
    </message>
    <message>
        <source>Bilder med ett ansikte</source>
        <translation>Pictures with a face</translation>
    </message>
    <message>
        <source>Konturer i bilden</source>
        <translation>Edges in the picture</translation>
    </message>
    <message>
        <source>Gånger som andra personer söktes</source>
        <translation>Times that other people were looked for</translation>
    </message>
    <message>
        <source>Gånger som någon mer syntes</source>
        <translation>Times that somebody else was seen</translation>
    </message>
    <message>
        <source>Den andra personens ansikte i bilden</source>
        <translation>The other person&apos;s face in the picture</translation>
    </message>
    <message>
        <source>Oskärpa (0–1)</source>
        <translation>Blur (0–1)</translation>
    </message>
    <message>
        <source>Stillastående bild</source>
        <translation>Picture standing still</translation>
    </message>
    <message>
        <source>Ljusskillnader i bilden</source>
        <translation>Differences of light in the picture</translation>
    </message>
    <message>
        <source>Bildens ljusaste del (0–255)</source>
        <translation>Brightest part of the picture (0–255)</translation>
    </message>
    <message>
        <source>Ränder av lampljus</source>
        <translation>Stripes from lamp light</translation>
    </message>
    <message>
        <source>Rändernas regelbundenhet</source>
        <translation>Regularity of the stripes</translation>
    </message>
    <message>
        <source>Rändernas vandring per bild</source>
        <translation>Movement of the stripes per frame</translation>
    </message>
    <message>
        <source>Bilder i sekunden</source>
        <translation>Frames a second</translation>
    </message>
    <message>
        <source>Bildens bredd</source>
        <translation>Width of the picture</translation>
    </message>
    <message>
        <source>Bildens höjd</source>
        <translation>Height of the picture</translation>
    </message>
    <message>
        <source>Röstens nivå</source>
        <translation>Level of the voice</translation>
    </message>
    <message>
        <source>Buller</source>
        <translation>Noise</translation>
    </message>
    <message>
        <source>Rösten över bullret</source>
        <translation>Voice above the noise</translation>
    </message>
    <message>
        <source>Andel av tiden med tal</source>
        <translation>Share of the time with speech</translation>
    </message>
    <message>
        <source>Tid med tal</source>
        <translation>Time with speech</translation>
    </message>
    <message>
        <source>Bullrets växlingar</source>
        <translation>Variation of the noise</translation>
    </message>
    <message>
        <source>Överexponerat i ansiktet</source>
        <translation>Overexposed in the face</translation>
    </message>
    <message>
        <source>Bakgrunden ljusare än kläderna</source>
        <translation>Background brighter than the clothes</translation>
    </message>
    <message>
        <source>Överexponerat i bakgrunden</source>
        <translation>Overexposed in the background</translation>
    </message>
    <message>
        <source>Lyssnade</source>
        <translation>Listened</translation>
    </message>
    <message>
        <source>Högsta utslag</source>
        <translation>Highest peak</translation>
    </message>
    <message>
        <source>Högsta utslag (0–1)</source>
        <translation>Highest peak (0–1)</translation>
    </message>
    <message>
        <source>Klippt ljud</source>
        <translation>Clipped sound</translation>
    </message>
    <message>
        <source>Brummets nivå</source>
        <translation>Level of the hum</translation>
    </message>
    <message>
        <source>Brummet över bullret</source>
        <translation>Hum above the noise</translation>
    </message>
    <message>
        <source>Brummets växlingar</source>
        <translation>Variation of the hum</translation>
    </message>
    <message>
        <source>Elnätets frekvens</source>
        <translation>Mains frequency</translation>
    </message>
    <message>
        <source>Avbrott i ljudet</source>
        <translation>Breaks in the sound</translation>
    </message>
    <message>
        <source>Upprepningar i ljudet</source>
        <translation>Repeats in the sound</translation>
    </message>
    <message>
        <source>Förlorat ljud</source>
        <translation>Lost sound</translation>
    </message>
    <message>
        <source>Högsta ton</source>
        <translation>Highest tone</translation>
    </message>
    <message>
        <source>Rösten i den bästa mikrofonen</source>
        <translation>Voice in the best microphone</translation>
    </message>
    <message>
        <source>Rösten i den valda mikrofonen</source>
        <translation>Voice in the chosen microphone</translation>
    </message>
    <message>
        <source>Ljudets förlust till mikrofonen</source>
        <translation>Loss of the sound on its way to the microphone</translation>
    </message>
    <message>
        <source>Ljudets förlust till mikrofonen, minst</source>
        <translation>Loss of the sound on its way to the microphone, at least</translation>
    </message>
    <message>
        <source>Största förlust som hade hörts</source>
        <translation>Largest loss that would have been heard</translation>
    </message>
    <message>
        <source>Skillnad mellan låga och höga toner</source>
        <translation>Difference between low and high tones</translation>
    </message>
    <message>
        <source>Spelade provljud</source>
        <translation>Test sounds played</translation>
    </message>
    <message>
        <source>Ljudets fördröjning</source>
        <translation>Delay of the sound</translation>
    </message>
    <message>
        <source>Besöksserverns svarstid</source>
        <translation>Response time of the visit server</translation>
    </message>
    <message>
        <source>Klockans fel</source>
        <translation>Error of the clock</translation>
    </message>
    <message>
        <source>Till besöksservern</source>
        <translation>To the visit server</translation>
    </message>
    <message>
        <source>Från besöksservern</source>
        <translation>From the visit server</translation>
    </message>
    <message>
        <source>Tur och retur</source>
        <translation>Round trip</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>Jitter</translation>
    </message>
    <message>
        <source>Samtalets bithastighet</source>
        <translation>Bit rate of the call</translation>
    </message>
    <message>
        <source>Paketförlust</source>
        <translation>Packet loss</translation>
    </message>
    <message>
        <source>Paketförlust, medel</source>
        <translation>Packet loss, mean</translation>
    </message>
    <message>
        <source>UDP till reläet</source>
        <translation>UDP to the relay</translation>
    </message>
    <message>
        <source>TCP till reläet</source>
        <translation>TCP to the relay</translation>
    </message>
    <message>
        <source>TLS till reläet</source>
        <translation>TLS to the relay</translation>
    </message>
    <message>
        <source>Trådlöst</source>
        <translation>Wireless</translation>
    </message>
</context>
<context>
    <name>reminder</name>
    <message>
        <source>Ett besök börjar snart</source>
        <translation>A visit begins soon</translation>
    </message>
    <message>
        <source>En patient väntar</source>
        <translation>A patient is waiting</translation>
    </message>
    <message>
        <source>Någon väntar</source>
        <translation>Somebody is waiting</translation>
    </message>
    <message>
        <source>Nästa besök har börjat</source>
        <translation>The next visit has begun</translation>
    </message>
    <message>
        <source>Besöket {time}</source>
        <translation>The visit at {time}</translation>
    </message>
</context>
<context>
    <name>selfcheck</name>
    <message>
        <source>Kontrollera utrustningen</source>
        <translation>Check your equipment</translation>
    </message>
    <message>
        <source>Tar ungefär en halv minut. Inget spelas in eller sparas.</source>
        <translation>Takes about half a minute. Nothing is recorded or kept.</translation>
    </message>
    <message>
        <source>Kontrollerar …</source>
        <translation>Checking …</translation>
    </message>
    <message>
        <source>Utrustningen är klar</source>
        <translation>Your equipment is ready</translation>
    </message>
    <message>
        <source>Utrustningen är klar, kontrollerad {time}</source>
        <translation>Your equipment is ready, checked {time}</translation>
    </message>
    <message>
        <source>Allt kunde inte kontrolleras, {time}</source>
        <translation>Not everything could be checked, {time}</translation>
    </message>
    <message>
        <source>Inte kontrollerad än</source>
        <translation>Not checked yet</translation>
    </message>
    <message>
        <source>Hur långt testet har kommit</source>
        <translation>How far the test has come</translation>
    </message>
    <message>
        <source>Bild</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>Ljud</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>Nätverk och plats</source>
        <translation>Network and place</translation>
    </message>
    <message>
        <source>Din egen bild, som i en spegel</source>
        <translation>Your own picture, as in a mirror</translation>
    </message>
    <message>
        <source>Kamera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>Högtalare</source>
        <translation>Loudspeaker</translation>
    </message>
    <message>
        <source>Ingen kamera</source>
        <translation>No camera</translation>
    </message>
    <message>
        <source>Ingen mikrofon</source>
        <translation>No microphone</translation>
    </message>
    <message>
        <source>Ingen högtalare</source>
        <translation>No speaker</translation>
    </message>
    <message>
        <source>Mikrofonens nivå</source>
        <translation>The microphone&apos;s level</translation>
    </message>
    <message>
        <source>Hörs inte</source>
        <translation>Not heard</translation>
    </message>
    <message>
        <source>Tyst</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>Svag nivå</source>
        <translation>Weak level</translation>
    </message>
    <message>
        <source>Bra nivå</source>
        <translation>Good level</translation>
    </message>
    <message>
        <source>För stark</source>
        <translation>Too loud</translation>
    </message>
    <message>
        <source>Mäter …</source>
        <translation>Measuring …</translation>
    </message>
    <message>
        <source>Väntar</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Gäller inte längre</source>
        <translation>No longer holds</translation>
    </message>
    <message>
        <source>Ekotest</source>
        <translation>Echo test</translation>
    </message>
    <message>
        <source>Ekotestets gång</source>
        <translation>How the echo test goes</translation>
    </message>
    <message>
        <source>Starta ekotestet</source>
        <translation>Start the echo test</translation>
    </message>
    <message>
        <source>Prova högtalaren</source>
        <translation>Try the speaker</translation>
    </message>
    <message>
        <source>Lyssna nu: ett provljud spelas upp.</source>
        <translation>Listen now: a test sound is played.</translation>
    </message>
    <message>
        <source>Hörde du provljudet?</source>
        <translation>Did you hear the test sound?</translation>
    </message>
    <message>
        <source>Kan någon höra?</source>
        <translation>Can anybody hear?</translation>
    </message>
    <message>
        <source>Frågan kommer en gång om dagen på varje plats.</source>
        <translation>You are asked once a day in each place.</translation>
    </message>
    <message>
        <source>Ingen annan kan höra mig eller patienten</source>
        <translation>Nobody else can hear me or the patient</translation>
    </message>
    <message>
        <source>Var tyst en sekund.</source>
        <translation>Be quiet for a second.</translation>
    </message>
    <message>
        <source>Rummets buller mäts.</source>
        <translation>The noise of the room is measured.</translation>
    </message>
    <message>
        <source>Säg några ord i vanlig samtalston.</source>
        <translation>Say a few words in your usual voice.</translation>
    </message>
    <message>
        <source>Sitt som du brukar i ett samtal.</source>
        <translation>Sit as you usually do in a call.</translation>
    </message>
    <message>
        <source>Nu hörs ett provljud.</source>
        <translation>A test sound is played now.</translation>
    </message>
    <message>
        <source>Det visar om ljudet stannar i headsetet.</source>
        <translation>It shows whether the sound stays in the headset.</translation>
    </message>
    <message>
        <source>Sitt framför kameran en stund.</source>
        <translation>Sit in front of the camera for a while.</translation>
    </message>
    <message>
        <source>Bild, ljud och nätverk kontrolleras samtidigt.</source>
        <translation>Picture, sound and network are checked at the same time.</translation>
    </message>
    <message>
        <source>Nätverket mäts.</source>
        <translation>The network is being measured.</translation>
    </message>
    <message>
        <source>Det tar några sekunder.</source>
        <translation>It takes a few seconds.</translation>
    </message>
    <message>
        <source>Allt kunde inte kontrolleras.</source>
        <translation>Not everything could be checked.</translation>
    </message>
    <message>
        <source>Gör om testet.</source>
        <translation>Do the test again.</translation>
    </message>
    <message>
        <source>Allt som kunde kontrolleras är bra.</source>
        <translation>Everything that could be checked is fine.</translation>
    </message>
    <message>
        <source>Gör testet för att se hur utrustningen är.</source>
        <translation>Do the test to see how your equipment is.</translation>
    </message>
    <message>
        <source>Byt till {device}</source>
        <translation>Change to {device}</translation>
    </message>
    <message>
        <source>Visa detaljer</source>
        <translation>Show details</translation>
    </message>
    <message>
        <source>Dölj detaljer</source>
        <translation>Hide details</translation>
    </message>
    <message>
        <source>Kopiera rapport</source>
        <translation>Copy report</translation>
    </message>
    <message>
        <source>Kopierad</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>Spara rapport …</source>
        <translation>Save report …</translation>
    </message>
    <message>
        <source>Sparad</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>Kunde inte sparas</source>
        <translation>Could not be saved</translation>
    </message>
    <message>
        <source>Rapporten innehåller inga namn på personer, patienter eller filer.</source>
        <translation>The report holds no names of people, patients or files.</translation>
    </message>
    <message>
        <source>utrustning</source>
        <translation>equipment</translation>
    </message>
    <message>
        <source>Text (*.txt);;JSON (*.json)</source>
        <translation>Text (*.txt);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Vårdklient {version}: kontroll av utrustningen</source>
        <translation>Vårdklient {version}: check of the equipment</translation>
    </message>
    <message>
        <source>Gjord {time}</source>
        <translation>Made {time}</translation>
    </message>
    <message>
        <source>System: {system}</source>
        <translation>System: {system}</translation>
    </message>
    <message>
        <source>Igen</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>Gör om ekotestet</source>
        <translation>Do the echo test again</translation>
    </message>
    <message>
        <source>Ja</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Nej</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Gör om testet</source>
        <translation>Do the test again</translation>
    </message>
    <message>
        <source>Avbryt testet</source>
        <translation>Cancel the test</translation>
    </message>
    <message>
        <source>Fortsätt till dagens besök</source>
        <translation>Go on to today&apos;s visits</translation>
    </message>
    <message>
        <source>{n} sak att se över</source>
        <translation>{n} thing to look at</translation>
    </message>
    <message>
        <source>{n} saker att se över</source>
        <translation>{n} things to look at</translation>
    </message>
    <message>
        <source>{n} sak att åtgärda</source>
        <translation>{n} thing to fix</translation>
    </message>
    <message>
        <source>{n} saker att åtgärda</source>
        <translation>{n} things to fix</translation>
    </message>
</context>
</TS>
