# What a desk sets up for its devices: a queue, the field for a request's id, and which rights a device has.
my @queues = qw(Support Repairs Orders General); # The last three: as the routes of assets/content say.
@Queues = map { { Name => $_, CorrespondAddress => lc "$_\@desk.test", CommentAddress => lc "$_-comment\@desk.test" } } @queues;
@CustomFields = ({ Name => 'Client Request ID', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket',
                   Queue => [@queues], UniqueValues => 1 });
@Groups = ({ Name => 'Devices' }, { Name => 'Agents' });
@Users = ({ Name => 'kiosk-0001', Privileged => 1 },
          { Name => 'bare-0001', Privileged => 1 },
          { Name => 'agent', RealName => 'Ada Agent', EmailAddress => 'ada@desk.test', Privileged => 1 });
@Members = ({ Group => 'Devices', GroupDomain => 'UserDefined', Class => 'RT::User', Name => 'kiosk-0001' },
            { Group => 'Agents', GroupDomain => 'UserDefined', Class => 'RT::User', Name => 'agent' });
sub to {
    my ($whom, @rights) = @_;
    map { my $queue = $_; map { { %$whom, Queue => $queue, Right => $_ } } @rights } @queues;
}
@ACL = (
    # Mail from anybody opens a ticket and answers one.
    to({ GroupDomain => 'SystemInternal', GroupType => 'Everyone' }, qw(CreateTicket ReplyToTicket SeeQueue)),
    # Who asked may see the ticket, answer in it and close it: the device is a requestor of what it sends.
    to({ GroupDomain => 'RT::Queue-Role', GroupType => 'Requestor' }, qw(ShowTicket ReplyToTicket ModifyTicket)),
    to({ GroupDomain => 'UserDefined', GroupId => 'Devices' }, qw(SeeQueue CreateTicket ReplyToTicket SeeCustomField SetInitialCustomField)),
    to({ GroupDomain => 'UserDefined', GroupId => 'Agents' },
       qw(SeeQueue ShowTicket CreateTicket ReplyToTicket CommentOnTicket OwnTicket ModifyTicket ShowTicketComments
          SeeCustomField ModifyCustomField)),
);
1;
